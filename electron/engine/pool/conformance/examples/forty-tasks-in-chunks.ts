/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const waitAndReturn = { name: import.meta.resolve('./tasks.ts#waitAndReturn') }
const items = Array.from({ length: 40 }, (_, index) => index)
await using pool = new WorkerPool({ workers: 4 })
let results = 0
for await (const _seconds of pool.imap(waitAndReturn, items, { chunkSize: 2 })) results += 1
console.log(results, 'results')
