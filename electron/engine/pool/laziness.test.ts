import { afterAll, describe, expect, it } from 'vitest'
import { collect, countedAsyncInput, countedInput, Gates, kinds, range, task } from './fixtures/support.ts'
import { WorkerPool } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  const pool = new WorkerPool({ kind, workers: 2 })
  afterAll(() => pool.terminate())

  const inputs = [
    ['a generator', countedInput],
    ['an asynchronous generator', countedAsyncInput],
  ] as const

  describe.each(inputs)('laziness, with %s', (_, makeInput) => {
    it('starts work without a reader, and stops pulling when the window is full', async () => {
      const input = makeInput(Number.POSITIVE_INFINITY)
      const gates = new Gates(20, 'open')
      const stream = pool.imapUnordered(task('gated', gates.cells), input.items, {
        chunkSize: 1,
        bufferSize: 20,
      })
      await gates.hasBegun(19)
      // Other work goes through the same workers; nothing more is pulled for the call that nobody reads.
      await collect(pool.imap(task('double'), range(2000)))
      expect(input.seen.pulled).toBe(20)
      await stream.return()
      expect(input.seen).toEqual({ pulled: 20, isReturned: true })
    })

    it('is never further ahead of the reader than bufferSize, exactly', async () => {
      const input = makeInput(400)
      const stream = pool.imap<number, number>(task('double'), input.items, { bufferSize: 10 })
      let read = 0
      for await (const value of stream) {
        expect(value).toBe(read * 2)
        read += 1
        expect(input.seen.pulled - read).toBeLessThanOrEqual(10)
      }
      expect(read).toBe(400)
    })

    it('counts results that wait for their turn', async () => {
      const input = makeInput(Number.POSITIVE_INFINITY)
      const gates = new Gates(12, 'open')
      gates.shut(0)
      const stream = pool.imap<number, number>(task('gated', gates.cells), input.items, {
        chunkSize: 1,
        bufferSize: 12,
      })
      await gates.hasBegun(11)
      while (stream.waiting?.held !== 11) await collect(pool.imap(task('double'), range(20)))
      expect(input.seen.pulled).toBe(12)
      gates.open(0)
      await stream.return()
    })

    it('has a default window of 256 items for slow tasks', async () => {
      const input = makeInput(Number.POSITIVE_INFINITY)
      const gates = new Gates(300, 'shut')
      const stream = pool.imap(task('gated', gates.cells), input.items)
      await gates.hasBegun(1)
      expect(input.seen.pulled).toBeLessThanOrEqual(256)
      gates.openAll()
      await stream.return()
    })

    it('pulls a bounded number for a reader that stops after ten results', async () => {
      const input = makeInput(Number.POSITIVE_INFINITY)
      const results: number[] = []
      for await (const value of pool.imap<number, number>(task('double'), input.items, { bufferSize: 50 })) {
        results.push(value)
        if (results.length === 10) break
      }
      expect(results).toEqual(range(10).map((number) => number * 2))
      expect(input.seen.pulled).toBeLessThanOrEqual(60)
      expect(input.seen.isReturned).toBe(true)
    })

    it('does not return an input that came to its end', async () => {
      const input = makeInput(10)
      expect(await collect(pool.imap(task('double'), input.items))).toHaveLength(10)
      expect(input.seen.pulled).toBe(10)
    })
  })

  describe('an asynchronous input', () => {
    it('has its items worked on as they come, where chunks are automatic', async () => {
      const arrivals = Array.from({ length: 5 }, () => Promise.withResolvers<number>())
      async function* generate(): AsyncGenerator<number> {
        for (const arrival of arrivals) yield await arrival.promise
      }
      const stream = pool.imap<number, number>(task('double'), generate())
      for (const [index, arrival] of arrivals.entries()) {
        arrival.resolve(index)
        expect((await stream.next()).value).toBe(index * 2)
      }
      expect((await stream.next()).done).toBe(true)
    })

    it('that never answers does not keep a reader from leaving', async () => {
      let isReturned = false
      const items: AsyncIterable<number> = {
        [Symbol.asyncIterator]: () => ({
          next: () => new Promise(() => {}),
          return: async () => {
            isReturned = true
            return { done: true, value: undefined }
          },
        }),
      }
      const stream = pool.imap(task('double'), items)
      const read = stream.next()
      await stream.return()
      expect(await read).toEqual({ done: true, value: undefined })
      expect(isReturned).toBe(true)
    })
  })

  describe('arguments', () => {
    it.each([
      [{ chunkSize: 0 }, /`chunkSize`/],
      [{ chunkSize: 1.5 }, /`chunkSize`/],
      [{ chunkSize: -3 }, /got -3/],
      [{ bufferSize: 0 }, /`bufferSize`/],
      [{ bufferSize: 5, chunkSize: 6 }, /at least `chunkSize`/],
    ])('%j are refused', (options, message) => {
      expect(() => pool.imap(task('double'), [1], options)).toThrow(RangeError)
      expect(() => pool.imapUnordered(task('double'), [1], options)).toThrow(message)
    })

    it.each([0, -1, 2.5, Number.NaN])('%d workers are refused', (workers) => {
      expect(() => new WorkerPool({ kind, workers })).toThrow(/`workers`/)
    })
  })
})
