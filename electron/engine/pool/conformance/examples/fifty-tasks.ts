/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const waitAndReturn = { name: import.meta.resolve('./tasks.ts#waitAndReturn') }
const items = Array.from({ length: 50 }, (_, index) => index)
const reports: unknown[] = []
await using pool = new WorkerPool()
const waited: number[] = []
const options = { onReport: (report: { kind: string }) => reports.push(report) }
for await (const seconds of pool.imap<number, number>(waitAndReturn, items, options)) waited.push(seconds)
console.log(reports.length, 'reports,', waited.length, 'results')
