import type { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { collect, Gates, range, task } from './fixtures/support.ts'
import { PoolError, WorkerPool, type Settled } from './index.ts'

/** Memory of which there is one, to be moved. */
function memories(count: number): ArrayBuffer[] {
  return range(count).map((item) => Uint8Array.of(item).buffer)
}

function codesOf(results: readonly Settled<unknown>[]): unknown[] {
  return results.map((result) => {
    if (result.status === 'fulfilled') return 'done'
    return result.reason instanceof PoolError ? result.reason.code : result.reason
  })
}

describe('a worker thread that is ended from outside', () => {
  it('fails the item that it was running, and nothing else', async () => {
    const threads: Worker[] = []
    const note = (worker: Worker): void => void threads.push(worker)
    process.on('worker', note)
    await using pool = new WorkerPool({ workers: 1 })
    const gates = new Gates(10, 'open')
    gates.shut(3)
    const stream = pool.imap(task('gated', gates.cells), range(10), { chunkSize: 10, settled: true })
    await gates.hasBegun(3)
    process.off('worker', note)
    await threads[0]?.terminate()
    const results = await collect(stream)
    expect(codesOf(results)).toEqual(range(10).map((item) => (item === 3 ? 'WORKER_DIED' : 'done')))
    for (const item of range(10)) expect(gates.runs(item)).toBe(1)
  })
})

describe('what was moved to a worker thread that is lost', () => {
  it('cannot be run again: the items behind the lost one fail, and say why', async () => {
    await using pool = new WorkerPool({ workers: 2 })
    const items = memories(8)
    const results = await collect(
      pool.imap(task('exitAtTwo'), items, {
        chunkSize: 4,
        settled: true,
        transfer: (item) => (item instanceof ArrayBuffer ? [item] : []),
      }),
    )
    expect(codesOf(results)).toEqual([
      'done',
      'done',
      'WORKER_DIED',
      'ITEM_TRANSFERRED',
      'done',
      'done',
      'done',
      'done',
    ])
    expect(items.every((item) => item.detached)).toBe(true)
  })

  it('is only what was moved: items without such parts run elsewhere', async () => {
    await using pool = new WorkerPool({ workers: 1 })
    const results = await collect(
      pool.imap(task('exitAtTwo'), memories(6), {
        chunkSize: 6,
        settled: true,
        transfer: (item) => (item instanceof ArrayBuffer && new Uint8Array(item)[0] === 4 ? [item] : []),
      }),
    )
    expect(codesOf(results)).toEqual(['done', 'done', 'WORKER_DIED', 'done', 'ITEM_TRANSFERRED', 'done'])
  })

  it('one that cannot be moved fails alone', async () => {
    await using pool = new WorkerPool({ workers: 2 })
    const items = memories(6)
    structuredClone(items[4], { transfer: items.slice(4, 5) })
    const results = await collect(
      pool.imap(task('firstByte'), items, {
        chunkSize: 3,
        settled: true,
        transfer: (item) => (item instanceof ArrayBuffer ? [item] : []),
      }),
    )
    expect(codesOf(results)).toEqual(['done', 'done', 'done', 'done', 'ITEM_NOT_CLONEABLE', 'done'])
  })
})
