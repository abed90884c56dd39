import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { report, warmUp, workers } from './contender.ts'
import { distributions, idealMakespan, type Durations } from './distributions.ts'
import { spin } from './tasks.ts'

// What the processors could do with items of different length: threads that take the next item from a counter
// they share, and tell nobody of it. Nothing is sent but the whole input before and a word at the end.

interface Work {
  readonly durations: Durations
  /** The place of the next item that no thread has taken. */
  readonly next: Int32Array<SharedArrayBuffer>
}

function serve(): void {
  parentPort?.on('message', ({ durations, next }: Work) => {
    for (let place = take(next); place < durations.length; place = take(next)) spin(durations[place])
    parentPort?.postMessage('done')
  })
}

function take(next: Work['next']): number {
  return Atomics.add(next, 0, 1)
}

async function makespan(threads: readonly Worker[], durations: Durations): Promise<number> {
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const answers = threads.map((thread) => new Promise((resolve) => thread.once('message', resolve)))
  const began = performance.now()
  for (const thread of threads) thread.postMessage({ durations, next } satisfies Work)
  await Promise.all(answers)
  return performance.now() - began
}

async function measure(): Promise<void> {
  const threads = Array.from({ length: workers }, () => new Worker(new URL(import.meta.url)))
  const efficiencies: Record<string, number> = {}
  for (const [name, durations] of Object.entries(distributions)) {
    await warmUp(() => makespan(threads, durations))
    efficiencies[name] = idealMakespan(durations, workers) / (await makespan(threads, durations))
  }
  report(efficiencies)
  process.exit()
}

if (isMainThread) await measure()
else serve()
