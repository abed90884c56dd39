/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const power = { name: import.meta.resolve('./tasks.ts#power') }
await using pool = new WorkerPool({ workers: 4 })
const pairs = [
  [2, 3],
  [3, 2],
]
console.log(...(await pool.starmap(power, pairs)))
