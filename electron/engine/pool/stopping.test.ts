import { afterAll, describe, expect, it } from 'vitest'
import {
  become,
  collect,
  countedAsyncInput,
  countedInput,
  Gates,
  range,
  rejectionOf,
  task,
  kinds,
} from './fixtures/support.ts'
import { ItemEndedError, WorkerPool, type ResultStream, type Settled } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  const pool = new WorkerPool({ kind, workers: 2 })
  afterAll(() => pool.terminate())

  /** Other work that has gone through both workers, and with it whatever they had before. */
  async function passThrough(): Promise<void> {
    expect(await pool.map(task('doubleLater'), range(500))).toHaveLength(500)
  }

  async function readAll<T>(stream: ResultStream<T>): Promise<{ results: T[]; error: unknown }> {
    const results: T[] = []
    try {
      for await (const result of stream) results.push(result)
    } catch (error) {
      return { results, error }
    }
    return { results, error: null }
  }

  function statusOf(results: readonly Settled<unknown>[]): string[] {
    return results.map(({ index, status }) => `${index} ${status}`)
  }

  const sizes = [['auto'], [1], [10]] as const

  describe('pause', () => {
    it.each(sizes)('lets nothing new begin, and resume goes on: chunk size %s', async (chunkSize) => {
      // More than two workers may have begun at the pause: a process marks up to 256 items at once as begun.
      const count = 600
      const gates = new Gates(count, 'open')
      for (const item of range(count).slice(20)) gates.shut(item)
      const input = countedInput(count)
      const stream = pool.imapUnordered<number, number>(task('gated', gates.cells), input.items, {
        chunkSize,
      })
      const results = [(await stream.next()).value]
      await become(() => gates.begun > 20)
      stream.pause()
      stream.pause()
      gates.openAll()
      // The items at which workers were held up end; what follows them has not begun.
      await become(() => pool.activity().every(({ item }) => item === null))
      const begun = gates.begun
      const pulled = input.seen.pulled
      expect(begun).toBeLessThan(count)
      await passThrough()
      expect(gates.begun).toBe(begun)
      expect(input.seen.pulled).toBe(pulled)
      expect(pool.activity().every(({ item }) => item === null)).toBe(true)
      stream.resume()
      for await (const value of stream) results.push(value)
      expect(results.toSorted((a, b) => Number(a) - Number(b))).toEqual(range(count))
      expect(range(count).every((item) => gates.runs(item) === 1)).toBe(true)
    })

    it('from the beginning lets nothing begin at all', async () => {
      const input = countedInput(10)
      const stream = pool.imap(task('double'), input.items)
      stream.pause()
      await passThrough()
      expect(input.seen.pulled).toBe(0)
      stream.resume()
      expect(await collect(stream)).toHaveLength(10)
    })

    it('from within the input holds back what it was about to give', async () => {
      const gates = new Gates(10, 'open')
      let pauseAt = 4
      const seen = { hasPaused: false }
      function* generate(): Generator<number> {
        for (const item of range(10)) {
          if (item === pauseAt) {
            seen.hasPaused = true
            stream.pause()
          }
          yield item
        }
      }
      const stream: ResultStream<number> = pool.imap<number, number>(task('gated', gates.cells), generate(), {
        chunkSize: 2,
      })
      // Nothing is read before: the pause may well come before a worker has begun with the very first item.
      while (!seen.hasPaused) await passThrough()
      await passThrough()
      for (const item of range(10).slice(4)) expect(gates.runs(item)).toBe(0)
      pauseAt = -1
      stream.resume()
      expect(await collect(stream)).toEqual(range(10))
    })

    it('can be followed by leaving, and by an abort', async () => {
      const input = countedInput(100)
      const left = pool.imap(task('double'), input.items, { bufferSize: 10 })
      await left.next()
      left.pause()
      await left.return()
      expect(input.seen.isReturned).toBe(true)
      const controller = new AbortController()
      const aborted = pool.imap(task('double'), range(100), { bufferSize: 10, signal: controller.signal })
      aborted.pause()
      controller.abort('enough')
      expect((await readAll(aborted)).error).toBe('enough')
      aborted.resume()
      aborted.drain()
      await passThrough()
    })

    it('does not hold up other calls, whose chunks may have been caught behind', async () => {
      const gates = new Gates(4, 'shut')
      const paused = pool.imap(task('gated', gates.cells), range(4), { chunkSize: 1 })
      await Promise.all([gates.hasBegun(0), gates.hasBegun(1)])
      const other = pool.map(task('double'), range(300), { chunkSize: 3 })
      paused.pause()
      gates.openAll()
      expect(await other).toEqual(range(300).map((number) => number * 2))
      expect(gates.begun).toBe(2)
      paused.resume()
      expect(await collect(paused)).toEqual(range(4))
    })
  })

  describe('drain', () => {
    it.each([
      ['a generator', countedInput],
      ['an asynchronous generator', countedAsyncInput],
    ])('lets what runs end, gives it, and is done: %s', async (_, makeInput) => {
      const gates = new Gates(300, 'open')
      gates.shut(1)
      gates.shut(5)
      const input = makeInput(300)
      const stream = pool.imap<number, number>(task('gated', gates.cells), input.items, {
        chunkSize: 1,
        bufferSize: 20,
        settled: true,
      })
      await Promise.all([gates.hasBegun(1), gates.hasBegun(5)])
      stream.drain()
      stream.drain()
      stream.pause()
      const pulled = input.seen.pulled
      gates.openAll()
      const { results, error } = await readAll(stream)
      expect(error).toBe(null)
      const begun = range(300).filter((item) => gates.runs(item) > 0)
      expect(statusOf(results)).toEqual(begun.map((item) => `${item} fulfilled`))
      expect(begun).toContain(5)
      expect(begun.length).toBeLessThan(20)
      expect(input.seen).toEqual({ pulled, isReturned: true })
      expect((await stream.next()).done).toBe(true)
    })

    it('takes back what is in the middle of a chunk', async () => {
      const gates = new Gates(20, 'open')
      gates.shut(3)
      gates.shut(13)
      const stream = pool.imapUnordered<number, number>(task('gated', gates.cells), range(20), {
        chunkSize: 10,
      })
      await Promise.all([gates.hasBegun(3), gates.hasBegun(13)])
      stream.drain()
      gates.openAll()
      const { results } = await readAll(stream)
      expect(results.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 10, 11, 12, 13])
      expect(gates.begun).toBe(8)
    })

    it('of a call that is over, or paused, or has not begun', async () => {
      const over = pool.imap(task('double'), range(3))
      expect(await collect(over)).toHaveLength(3)
      over.drain()
      expect(over.endItem(0)).toBe(false)
      const paused = pool.imap(task('double'), range(300), { bufferSize: 8 })
      paused.pause()
      paused.drain()
      expect((await readAll(paused)).error).toBe(null)
      const input = countedInput(5)
      const fresh = pool.imap(task('double'), input.items)
      fresh.drain()
      expect(await readAll(fresh)).toEqual({ results: [], error: null })
      expect(input.seen.pulled).toBe(0)
    })

    it('tells what the input throws at its end', async () => {
      function* generate(): Generator<number> {
        try {
          for (;;) yield 1
        } finally {
          throw new Error('cannot close')
        }
      }
      const stream = pool.imap(task('double'), generate(), { bufferSize: 4 })
      await stream.next()
      stream.drain()
      expect((await readAll(stream)).error).toMatchObject({ message: 'cannot close' })
    })

    it('can be cut short by an abort', async () => {
      const gates = new Gates(2, 'shut')
      const controller = new AbortController()
      const stream = pool.imap(task('gated', gates.cells), range(2), {
        signal: controller.signal,
        chunkSize: 1,
      })
      await Promise.all([gates.hasBegun(0), gates.hasBegun(1)])
      stream.drain()
      controller.abort(new Error('now'))
      expect((await readAll(stream)).error).toMatchObject({ message: 'now' })
    })
  })

  describe('endItem', () => {
    it('ends an item that runs; its neighbours run once, elsewhere', async () => {
      const gates = new Gates(20, 'open')
      gates.shut(3)
      const stream = pool.imap<number, number>(task('gated', gates.cells), range(20), {
        chunkSize: 10,
        settled: true,
      })
      await gates.hasBegun(3)
      expect(stream.endItem(3)).toBe(true)
      const { results } = await readAll(stream)
      expect(statusOf(results)).toEqual(
        range(20).map((item) => `${item} ${item === 3 ? 'rejected' : 'fulfilled'}`),
      )
      const ended = results[3]
      if (ended?.status !== 'rejected') throw new Error('Expected a rejection.')
      expect(ended.reason).toBeInstanceOf(ItemEndedError)
      expect(ended.reason).toHaveProperty('code', 'ITEM_ENDED')
      expect(range(20).every((item) => gates.runs(item) === 1)).toBe(true)
    })

    it('of one that has not begun: it never does', async () => {
      const gates = new Gates(8, 'open')
      gates.shut(0)
      gates.shut(4)
      const stream = pool.imap<number, number>(task('gated', gates.cells), range(8), {
        chunkSize: 4,
        settled: true,
      })
      await Promise.all([gates.hasBegun(0), gates.hasBegun(4)])
      const reason = new Error('skipped')
      expect(stream.endItem(2, reason)).toBe(true)
      expect(stream.endItem(2, reason)).toBe(false)
      gates.openAll()
      const { results } = await readAll(stream)
      expect(results[2]).toMatchObject({ status: 'rejected', index: 2, worker: 0, duration: 0 })
      expect(results[2]).toHaveProperty('reason', reason)
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(7)
      expect(gates.runs(2)).toBe(0)
    })

    it('of one that was taken back, or pulled ahead and not yet sent', async () => {
      const arrivals = countedAsyncInput(12)
      const gates = new Gates(12, 'open')
      const stream = pool.imap<number, number>(task('gated', gates.cells), arrivals.items, {
        chunkSize: 12,
        settled: true,
      })
      stream.pause()
      stream.resume()
      while (arrivals.seen.pulled < 3) await passThrough()
      stream.pause()
      const index = 1
      const isFirst = stream.endItem(index)
      stream.resume()
      const { results } = await readAll(stream)
      expect(results).toHaveLength(12)
      expect(results[index]?.status).toBe(isFirst ? 'rejected' : 'fulfilled')
    })

    it('of one that is not under way is false', async () => {
      const gates = new Gates(3, 'open')
      gates.shut(1)
      const input = countedInput(1000)
      const stream = pool.imap<number, number>(task('gated', gates.cells), input.items, {
        chunkSize: 1,
        bufferSize: 2,
      })
      expect((await stream.next()).value).toBe(0)
      await gates.hasBegun(1)
      expect(stream.endItem(0)).toBe(false)
      expect(stream.endItem(999)).toBe(false)
      expect(stream.endItem(-1)).toBe(false)
      expect(stream.endItem(0.5)).toBe(false)
      gates.openAll()
      await stream.return()
      expect(stream.endItem(1)).toBe(false)
    })

    it('of many at once, while others go on', async () => {
      const gates = new Gates(40, 'shut')
      const stream = pool.imap<number, number>(task('gated', gates.cells), range(40), {
        chunkSize: 5,
        settled: true,
      })
      await Promise.all([gates.hasBegun(0), gates.hasBegun(5)])
      for (const item of range(40).filter((number) => number % 2 === 0)) stream.endItem(item)
      gates.openAll()
      const { results } = await readAll(stream)
      expect(results).toHaveLength(40)
      for (const { index, status } of results) {
        if (index % 2 === 1) expect(status).toBe('fulfilled')
        else expect(gates.runs(index)).toBeLessThanOrEqual(1)
      }
      expect(results[0]?.status).toBe('rejected')
    })

    it('while a call drains', async () => {
      const gates = new Gates(2, 'shut')
      const stream = pool.imap<number, number>(task('gated', gates.cells), range(2), {
        chunkSize: 1,
        settled: true,
      })
      await Promise.all([gates.hasBegun(0), gates.hasBegun(1)])
      stream.drain()
      expect(stream.endItem(0)).toBe(true)
      gates.open(1)
      expect(statusOf((await readAll(stream)).results)).toEqual(['0 rejected', '1 fulfilled'])
    })

    it('rejects a plain stream at its place', async () => {
      const gates = new Gates(1, 'shut')
      const stream = pool.imap(task('gated', gates.cells), [0])
      await gates.hasBegun(0)
      stream.endItem(0, new RangeError('too large'))
      expect(await rejectionOf(stream.next())).toMatchObject({ name: 'RangeError', message: 'too large' })
      expect((await stream.next()).done).toBe(true)
    })
  })
})
