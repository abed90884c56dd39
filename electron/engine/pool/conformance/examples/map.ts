/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const inverse = { name: import.meta.resolve('./tasks.ts#inverse') }
await using pool = new WorkerPool({ workers: 4 })
console.log(...(await pool.map(inverse, [1, 2, 4])))
try {
  await pool.map(inverse, [1, 0, 4])
} catch (error) {
  console.log('failed:', error instanceof Error && error.message)
}
