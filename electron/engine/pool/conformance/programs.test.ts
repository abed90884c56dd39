import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { forkProcess } from '../fork-process.ts'
import type { Report } from '../index.ts'
import { kinds, makePool, numbers, task } from './fixtures/support.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** Gathers what tasks report, by item. */
function listen(): { readonly heard: Map<unknown, unknown>; readonly onReport: (report: Report) => void } {
  const heard = new Map<unknown, unknown>()
  return {
    heard,
    onReport: (report) => {
      if (report.kind !== 'message') return
      expect(heard.has(report.item)).toBe(false)
      heard.set(report.item, report.message)
    },
  }
}

describe.each(kinds)('the programs that people begin with, on %s workers', (kind) => {
  it('fifty tasks report, wait a random time and return it: results in the order of the tasks', async () => {
    await using pool = makePool(kind, { workers: 4 })
    const { heard, onReport } = listen()
    const waited: number[] = []
    for await (const time of pool.imap<number, number>(task('waitAtRandom'), numbers(0, 50), { onReport })) {
      // What a task said is heard before its result, and so the results are in the order of the tasks.
      expect(heard.get(waited.length)).toBe(time)
      waited.push(time)
    }
    expect(waited).toHaveLength(50)
    expect(new Set(waited).size).toBeGreaterThan(1)
  })

  it('fifty tasks report, wait and return nothing: submitted, closed and joined, all have run', async () => {
    const pool = makePool(kind, { workers: 4 })
    const { heard, onReport } = listen()
    const done = pool.map(task('waitForNothing'), numbers(0, 50), { onReport })
    pool.close()
    await pool.join()
    expect([...heard.keys()].toSorted((a, b) => Number(a) - Number(b))).toEqual(numbers(0, 50))
    expect(await done).toEqual(numbers(0, 50).map(() => undefined))
  })

  it('fifty tasks that nobody reads have run when the pool was closed and joined', async () => {
    const pool = makePool(kind, { workers: 4 })
    const { heard, onReport } = listen()
    pool.imapUnordered(task('waitForNothing'), numbers(0, 50), { onReport })
    pool.close()
    await pool.join()
    expect(heard.size).toBe(50)
  })

  it('four workers, forty tasks, chunk size two: twenty chunks of two travel', async () => {
    const chunks: unknown[][] = []
    const post = vi.spyOn(Worker.prototype, 'postMessage')
    await using pool = makePool(kind, {
      workers: 4,
      startProcess: (request, events) => {
        const started = forkProcess(request, events)
        const send = started.send.bind(started)
        started.send = (message) => {
          chunks.push(...chunksOf(message))
          send(message)
        }
        return started
      },
    })
    const results = await pool.map<number, number>(task('waitAtRandom'), numbers(0, 40), { chunkSize: 2 })
    expect(results).toHaveLength(40)
    for (const [message] of post.mock.calls) chunks.push(...chunksOf(message))
    expect(chunks.every((items) => items.length === 2)).toBe(true)
    // A chunk that a worker has not begun may be fetched for an idle one; it is still the same chunk.
    const distinct = new Set(chunks.map((items) => items.join()))
    expect(distinct.size).toBe(20)
    expect([...distinct].toSorted()).toEqual(
      numbers(0, 20)
        .map((chunk) => `${chunk * 2},${chunk * 2 + 1}`)
        .toSorted(),
    )
  })
})

/** The items of each chunk in a message to a worker. */
function chunksOf(message: unknown): unknown[][] {
  if (typeof message !== 'object' || message === null || !('chunks' in message && 'items' in message))
    return []
  const { chunks, items } = message
  if (!Array.isArray(chunks) || !isList(items)) return []
  let start = 0
  return numbers(0, chunks.length / 3).map((chunk) => {
    const size = Number(chunks[chunk * 3 + 2])
    start += size
    return items.slice(start - size, start)
  })
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value)
}
