import { hash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { report, workers } from './contender.ts'

// What the processors could do: SHA-256 of the same memory over and over, on as many threads as the pools have.

/** Hashes as many pieces of memory as a message says, whenever one comes. */
function serve(bytes: number): void {
  const content = Buffer.alloc(bytes, 'content ')
  parentPort?.on('message', (times: number) => {
    for (let time = 0; time < times; time += 1) hash('sha256', content, 'buffer')
    parentPort?.postMessage(times)
  })
}

async function hashAll(threads: readonly Worker[], times: number): Promise<void> {
  const answers = threads.map((thread) => new Promise((resolve) => thread.once('message', resolve)))
  for (const thread of threads) thread.postMessage(times)
  await Promise.all(answers)
}

async function measure(): Promise<void> {
  const { values } = parseArgs({ options: { items: { type: 'string' }, bytes: { type: 'string' } } })
  const times = Math.ceil(Number(values.items) / workers)
  const threads = Array.from(
    { length: workers },
    () => new Worker(new URL(import.meta.url), { workerData: Number(values.bytes) }),
  )
  await hashAll(threads, 1)
  const began = performance.now()
  await hashAll(threads, times)
  report({ perSecond: (times * workers * 1_000) / (performance.now() - began) })
  process.exit()
}

if (isMainThread) await measure()
else serve(Number(workerData))
