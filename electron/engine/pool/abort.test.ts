import { afterAll, describe, expect, it } from 'vitest'
import { collect, countedInput, Gates, kinds, range, rejectionOf, Runs, task } from './fixtures/support.ts'
import { WorkerPool, type ResultStream } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  const pool = new WorkerPool({ kind, workers: 2 })
  afterAll(() => pool.terminate())

  /** Reads to the rejection. */
  async function readAll<T>(stream: ResultStream<T>): Promise<{ results: T[]; error: unknown }> {
    const results: T[] = []
    try {
      for await (const result of stream) results.push(result)
    } catch (error) {
      return { results, error }
    }
    return { results, error: null }
  }

  describe('an abort', () => {
    it('before the call pulls nothing', async () => {
      const input = countedInput(10)
      const reason = new Error('not today')
      const stream = pool.imap(task('double'), input.items, { signal: AbortSignal.abort(reason) })
      expect(await rejectionOf(stream.next())).toBe(reason)
      expect(input.seen.pulled).toBe(0)
      expect((await stream.next()).done).toBe(true)
    })

    it('rejects with the reason as it is', async () => {
      const stream = pool.imap(task('double'), [1], { signal: AbortSignal.abort('a text') })
      expect(await rejectionOf(stream.next())).toBe('a text')
    })

    it.each(['gatedPolitely', 'gatedLater', 'gated'])('stops items that are under way: %s', async (name) => {
      const controller = new AbortController()
      const gates = new Gates(40, 'shut')
      const input = countedInput(40)
      const stream = pool.imapUnordered(task(name, gates.cells), input.items, {
        signal: controller.signal,
        settled: true,
        chunkSize: 4,
      })
      await Promise.all([gates.hasBegun(0), gates.hasBegun(4)])
      controller.abort(new Error('stop'))
      const { results, error } = await readAll(stream)
      expect(results).toEqual([])
      expect(error).toMatchObject({ message: 'stop' })
      expect(gates.begun).toBe(2)
      expect(input.seen.isReturned).toBe(true)
      expect(await collect(pool.imap(task('double'), range(3)))).toEqual([0, 2, 4])
      expect(gates.begun).toBe(2)
      gates.openAll()
    })

    it('gives what had finished, in order and without the gaps', async () => {
      // Two workers get stuck; the third tells by its turns that results have arrived.
      await using trio = new WorkerPool({ kind, workers: 3 })
      const controller = new AbortController()
      const gates = new Gates(7, 'open')
      gates.shut(1)
      gates.shut(6)
      const stream = trio.imap<number, number>(task('gatedPolitely', gates.cells), range(7), {
        signal: controller.signal,
        settled: true,
        chunkSize: 1,
      })
      await gates.hasBegun(6)
      while ((stream.waiting?.held ?? 0) < 4) await collect(trio.imap(task('double'), range(5)))
      controller.abort()
      const { results, error } = await readAll(stream)
      expect(results.map((result) => result.index)).toEqual([0, 2, 3, 4, 5])
      expect(error).toMatchObject({ name: 'AbortError' })
    })

    it('counts an item that ends well in spite of it', async () => {
      const controller = new AbortController()
      const gates = new Gates(2, 'shut')
      const stream = pool.imap(task('gated', gates.cells), [0], { signal: controller.signal, settled: true })
      await gates.hasBegun(0)
      controller.abort(new Error('stop'))
      gates.open(0)
      const { results, error } = await readAll(stream)
      expect(results).toMatchObject([{ index: 0, status: 'fulfilled', value: 0 }])
      expect(error).toMatchObject({ message: 'stop' })
    })

    it('touches no other call, though workers are ended for it', async () => {
      const controller = new AbortController()
      const gates = new Gates(100, 'shut')
      const stuck = pool.imap(task('gated', gates.cells), range(100), {
        signal: controller.signal,
        chunkSize: 10,
      })
      await Promise.all([gates.hasBegun(0), gates.hasBegun(10)])
      const runs = new Runs()
      const steps = range(300).map((index) => ({ index, action: index % 3 === 0 ? 'later' : 'value' }))
      const other = collect(pool.imap(task('scripted', runs.cells), steps, { chunkSize: 3 }))
      controller.abort()
      expect(await rejectionOf(stuck.next())).toMatchObject({ name: 'AbortError' })
      expect(await other).toEqual(range(300))
      expect(runs.upTo(300)).toEqual(range(300).map(() => 1))
    })

    it('after the end changes nothing', async () => {
      const controller = new AbortController()
      const results = await collect(pool.imap(task('double'), range(3), { signal: controller.signal }))
      controller.abort()
      expect(results).toEqual([0, 2, 4])
    })
  })

  describe('a reader that goes away', () => {
    it('stops the work, and lets what is under way end', async () => {
      const gates = new Gates(50, 'shut')
      const input = countedInput(50)
      const stream = pool.imap(task('gated', gates.cells), input.items, { chunkSize: 5 })
      await Promise.all([gates.hasBegun(0), gates.hasBegun(5)])
      await stream.return()
      expect(input.seen.isReturned).toBe(true)
      gates.openAll()
      expect(await collect(pool.imap(task('double'), range(300)))).toHaveLength(300)
      expect(gates.begun).toBe(2)
    })

    it('is told what clearing up the input threw', async () => {
      function* generate(): Generator<number> {
        try {
          for (;;) yield 1
        } finally {
          throw new Error('cannot close')
        }
      }
      const stream = pool.imap(task('double'), generate())
      await stream.next()
      expect(await rejectionOf(stream.return())).toMatchObject({ message: 'cannot close' })
    })

    it('can leave by the end of a scope, or with an error', async () => {
      const input = countedInput(Number.POSITIVE_INFINITY)
      {
        await using stream = pool.imap(task('double'), input.items)
        await stream.next()
      }
      expect(input.seen.isReturned).toBe(true)
      const error = new Error('enough')
      const stream = pool.imap(task('double'), range(5))
      expect(await rejectionOf(stream.throw(error))).toBe(error)
      expect((await stream.next()).done).toBe(true)
    })
  })
})
