/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const square = { name: import.meta.resolve('./tasks.ts#square') }
await using pool = new WorkerPool({ workers: 4 })
let sum = 0
for await (const value of pool.imapUnordered<number, number>(square, [1, 2, 3])) sum += value
console.log(sum)
