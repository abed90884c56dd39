/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const waitForNothing = { name: import.meta.resolve('./tasks.ts#waitForNothing') }
const items = Array.from({ length: 50 }, (_, index) => index)
const reports: unknown[] = []
const pool = new WorkerPool()
pool.imapUnordered(waitForNothing, items, { onReport: (report) => reports.push(report) })
pool.close()
await pool.join()
console.log(reports.length, 'reports, all done')
