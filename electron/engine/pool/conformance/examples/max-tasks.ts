/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const countHere = { name: import.meta.resolve('./tasks.ts#countHere') }
await using pool = new WorkerPool({ workers: 1, kind: 'process', maxTasksPerWorker: 2 })
console.log(...(await pool.map(countHere, [1, 2, 3, 4, 5], { chunkSize: 1 })))
