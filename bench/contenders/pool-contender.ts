import { parseArgs } from 'node:util'
import { WorkerPool, type ResultStream, type Settled } from '../../electron/engine/pool/index.ts'
import { report, somePaths, warmUpItems } from './contender.ts'

// Batchyard's pool on a task that does nothing.
const { values } = parseArgs({
  options: { items: { type: 'string' }, chunk: { type: 'string' }, mode: { type: 'string' } },
})
const count = Number(values.items)
const chunkSize = values.chunk === 'auto' ? 'auto' : Number(values.chunk)
const task = { name: `${import.meta.resolve('./tasks.ts')}#nothing` }

await using pool = new WorkerPool({ workers: 2 })

function start(items: Iterable<string>): ResultStream<Settled<unknown>> {
  const options = { chunkSize, settled: true } as const
  return values.mode === 'ordered'
    ? pool.imap(task, items, options)
    : pool.imapUnordered(task, items, options)
}

async function readAll(stream: ResultStream<Settled<unknown>>): Promise<number> {
  let read = 0
  for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch())
    read += batch.length
  return read
}

await readAll(start(somePaths(warmUpItems)))
const began = performance.now()
const read = await readAll(start(somePaths(count)))
report(began, read, count)
