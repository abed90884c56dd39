import { parseArgs } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import { WorkerPool } from '../../electron/engine/pool/index.ts'
import { report, somePaths, workers } from './contender.ts'

// Batchyard's pool over a million items that are made one by one: what it pulls, and what that costs.
// Needs --expose-gc.
const { values } = parseArgs({
  options: {
    scenario: { type: 'string' },
    items: { type: 'string' },
    chunk: { type: 'string' },
    buffer: { type: 'string' },
    milliseconds: { type: 'string' },
  },
})
const { scenario, chunk, buffer } = values
const count = Number(values.items)
const taskName = scenario === 'slow-task' ? 'sleepMillisecond' : 'nothing'
const task = { name: `${import.meta.resolve('./tasks.ts')}#${taskName}` }
const options = {
  chunkSize: chunk === 'auto' ? 'auto' : Number(chunk),
  ...(buffer === undefined ? {} : { bufferSize: Number(buffer) }),
} as const

/** At this part of the whole input the heap is measured where all of it is read. */
const nearlyAll = 0.95

await using pool = new WorkerPool({ workers })

// Warm, but no more than that: the workers have the task and have run it.
const quickTask = { name: `${import.meta.resolve('./tasks.ts')}#nothing` }
for await (const _ of pool.imap(quickTask, somePaths(2_000))) continue
if (taskName === 'sleepMillisecond') for await (const _ of pool.imap(task, somePaths(8))) continue

let pulled = 0
let read = 0
let mostAhead = 0
function* counted(): Generator<string> {
  for (const path of somePaths(count)) {
    pulled += 1
    mostAhead = Math.max(mostAhead, pulled - read)
    yield path
  }
}

function heapAfterCollection(): number {
  if (globalThis.gc === undefined) throw new Error('This contender needs --expose-gc.')
  globalThis.gc()
  return process.memoryUsage().heapUsed / 1e6
}

const heapBefore = heapAfterCollection()
const peakBefore = process.resourceUsage().maxRSS
const began = performance.now()
const stream = pool.imapUnordered(task, counted(), options)
const first = stream.next()
read += 1
if ((await first).done === true) throw new Error('There was no result.')
const firstResult = performance.now() - began

let heap: number | null = null
if (scenario === 'whole') {
  for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) {
    read += batch.length
    if (read >= nearlyAll * count) heap ??= heapAfterCollection()
  }
  if (read !== count) throw new Error(`${read} results of ${count} items`)
} else {
  const stop = began + Number(values.milliseconds)
  while (performance.now() < stop) {
    if (scenario === 'slow-reader') await sleep(1)
    const next = stream.next()
    // Read is what was asked for: the pool may pull another before this function goes on.
    read += 1
    if ((await next).done === true) throw new Error('The input was too short to be stopped early.')
  }
}
report({
  firstResult,
  mostAhead,
  peak: (process.resourceUsage().maxRSS - peakBefore) / 1e3,
  heap: (heap ?? heapAfterCollection()) - heapBefore,
})
await stream.return()
