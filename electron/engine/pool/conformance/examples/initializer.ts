/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const setFactor = { name: import.meta.resolve('./tasks.ts#setFactor'), parameters: { value: 10 } }
const multiply = { name: import.meta.resolve('./tasks.ts#multiply') }
await using pool = new WorkerPool({ workers: 4, initializer: setFactor })
console.log(...(await pool.map(multiply, [1, 2, 3])))
