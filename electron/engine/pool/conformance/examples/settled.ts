/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const inverse = { name: import.meta.resolve('./tasks.ts#inverse') }
await using pool = new WorkerPool({ workers: 4 })
for (const result of await pool.map(inverse, [1, 0, 4], { settled: true, chunkSize: 3 })) {
  console.log(result.index, result.status === 'fulfilled' ? result.value : result.reason.message)
}
