/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const square = { name: import.meta.resolve('./tasks.ts#square') }
{
  await using pool = new WorkerPool({ workers: 4 })
  console.log(...(await pool.map(square, [1, 2, 3])))
}
console.log('the pool is gone')
