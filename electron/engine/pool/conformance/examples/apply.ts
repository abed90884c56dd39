/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const square = { name: import.meta.resolve('./tasks.ts#square') }
await using pool = new WorkerPool({ workers: 4 })
console.log(await pool.apply(square, 5))
const later = pool.apply(square, 6)
console.log(await later)
