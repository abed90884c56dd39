import { parseArgs } from 'node:util'
import { WorkerPool, type ResultStream, type Settled } from '../../electron/engine/pool/index.ts'
import { measureSpeed, report, someItems, workers } from './contender.ts'

// Batchyard's pool on a task that does nothing, with all its semantics: how each item ended, and its times.
const { values } = parseArgs({
  options: {
    kind: { type: 'string' },
    order: { type: 'string' },
    of: { type: 'string' },
    items: { type: 'string' },
    chunk: { type: 'string' },
    timeout: { type: 'string' },
  },
})
const count = Number(values.items)
const task = { name: `${import.meta.resolve('./tasks.ts')}#nothing` }
const options = {
  settled: true,
  chunkSize: values.chunk === 'auto' ? 'auto' : Number(values.chunk),
  ...(values.timeout === undefined ? {} : { timeout: Number(values.timeout) }),
} as const

await using pool = new WorkerPool({ workers, kind: values.kind === 'process' ? 'process' : 'thread' })

function start(items: Iterable<string | number>): ResultStream<Settled<unknown>> {
  return values.order === 'ordered'
    ? pool.imap(task, items, options)
    : pool.imapUnordered(task, items, options)
}

async function readAll(stream: ResultStream<Settled<unknown>>): Promise<number> {
  let read = 0
  for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) {
    read += batch.length
  }
  return read
}

if (values.kind === 'process') {
  const elsewhere = { name: `${import.meta.resolve('./tasks.ts')}#processId` }
  for await (const id of pool.imap<number, number>(elsewhere, [1])) {
    if (id === process.pid) throw new Error('The task ran in this process and not in one of its own.')
  }
}
report({ perSecond: await measureSpeed(count, () => readAll(start(someItems(values.of, count)))) })
