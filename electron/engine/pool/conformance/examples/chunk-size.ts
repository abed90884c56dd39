/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const square = { name: import.meta.resolve('./tasks.ts#square') }
await using pool = new WorkerPool({ workers: 4 })
const numbers = Array.from({ length: 1000 }, (_, index) => index)
const squares = await pool.map<number, number>(square, numbers, { chunkSize: 100 })
console.log(squares.length, squares.at(-1))
