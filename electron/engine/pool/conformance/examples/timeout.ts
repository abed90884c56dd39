/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const loopForever = { name: import.meta.resolve('./tasks.ts#loopForever') }
await using pool = new WorkerPool({ workers: 4 })
try {
  await pool.apply(loopForever, null, { timeout: 100 })
} catch (error) {
  console.log(error instanceof Error && 'code' in error && error.code)
}
