/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const square = { name: import.meta.resolve('./tasks.ts#square') }
const pool = new WorkerPool({ workers: 4 })
const squares = pool.map(square, [1, 2, 3])
pool.close()
await pool.join()
console.log(...(await squares))
try {
  await pool.map(square, [4])
} catch {
  console.log('closed')
}
