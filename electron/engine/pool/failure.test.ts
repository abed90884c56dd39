import { afterAll, describe, expect, it } from 'vitest'
import { collect, kinds, range, rejectionOf, Runs, task } from './fixtures/support.ts'
import { PoolError, TaskNotLoadedError, WorkerPool } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  const pool = new WorkerPool({ kind, workers: 2 })
  afterAll(() => pool.terminate())

  describe('the failure of an item', () => {
    it.each([1, 4, 'auto'] as const)('is that of no other, chunk size %s', async (chunkSize) => {
      const stream = pool.imap<number, number>(task('failOdd'), range(20), { chunkSize })
      const outcomes: unknown[] = []
      for (;;) {
        try {
          const read = await stream.next()
          if (read.done === true) break
          outcomes.push(read.value)
        } catch (error) {
          outcomes.push(error instanceof Error ? error.message : error)
        }
      }
      expect(outcomes).toEqual(range(20).map((number) => (number % 2 === 0 ? number : `odd: ${number}`)))
    })

    it('rejects a batch at its place, and what follows can be read', async () => {
      const stream = pool.imap<number, number>(task('failOdd'), [0, 2, 4, 5, 6], { chunkSize: 5 })
      const read: number[] = []
      while (read.length < 3) read.push(...((await stream.nextBatch()) ?? []))
      expect(read).toEqual([0, 2, 4])
      expect(await rejectionOf(stream.nextBatch())).toMatchObject({ message: 'odd: 5' })
      expect(await stream.nextBatch()).toEqual([6])
      expect(await stream.nextBatch()).toBeNull()
    })

    it('keeps name, message, stack, cause and own fields', async () => {
      const error = await rejectionOf(pool.imap(task('failOdd'), [3]).next())
      expect(error).toBeInstanceOf(RangeError)
      expect(error).toMatchObject({
        name: 'RangeError',
        message: 'odd: 3',
        code: 'ODD',
        details: { number: 3 },
      })
      expect(error).not.toHaveProperty('callback')
      if (!(error instanceof Error)) throw error
      expect(error.stack).toContain('tasks.ts')
      expect(error.cause).toBeInstanceOf(TypeError)
      expect(error.cause).toMatchObject({ message: 'the cause' })
    })

    it('is an error even where something else was thrown', async () => {
      const [text, nothing, object] = await collect(
        pool.imap(task('throwItem'), ['text', undefined, { code: 5 }], { settled: true }),
      )
      expect(text).toMatchObject({ status: 'rejected', reason: { cause: 'text' } })
      expect(nothing?.status === 'rejected' && nothing.reason).toBeInstanceOf(Error)
      expect(object).toMatchObject({ status: 'rejected', reason: { cause: { code: 5 } } })
    })

    it('is told of a result that cannot be sent', async () => {
      const results = await collect(
        pool.imap(task('returnFunctionForOdd'), range(6), { settled: true, chunkSize: 6 }),
      )
      for (const [index, result] of results.entries()) {
        expect(result).toMatchObject(
          index % 2 === 0
            ? { status: 'fulfilled', value: index }
            : { status: 'rejected', reason: { code: 'RESULT_NOT_CLONEABLE' } },
        )
      }
      expect(results).toHaveLength(6)
    })

    it('is told of an item that cannot be sent', async () => {
      const items = [0, () => {}, 2, 3, Symbol('x'), 5]
      const results = await collect(
        pool.imap(task('withParameters', 'p'), items, { settled: true, chunkSize: 3 }),
      )
      expect(results.map((result) => result.index)).toEqual(range(6))
      for (const place of [1, 4]) {
        expect(results[place]).toMatchObject({ status: 'rejected', reason: { code: 'ITEM_NOT_CLONEABLE' } })
      }
      for (const place of [0, 2, 3, 5]) {
        expect(results[place]).toMatchObject({ status: 'fulfilled', value: ['p', place] })
      }
    })
  })

  describe('settled results', () => {
    it('say what, where and when', async () => {
      const before = Date.now()
      const results = await collect(pool.imapUnordered(task('failOdd'), range(300), { settled: true }))
      const after = Date.now()
      expect(results.map((result) => result.index).toSorted((a, b) => a - b)).toEqual(range(300))
      for (const result of results) {
        expect(result.status).toBe(result.index % 2 === 0 ? 'fulfilled' : 'rejected')
        expect([1, 2]).toContain(result.worker)
        expect(result.startedAt).toBeGreaterThanOrEqual(before - 1)
        expect(result.startedAt).toBeLessThanOrEqual(after + 1)
        expect(Number.isInteger(result.startedAt)).toBe(true)
        expect(result.duration).toBeGreaterThanOrEqual(0)
      }
    })
  })

  describe('an input that throws', () => {
    it.each(['sync', 'async'])('ends the stream after the results before it (%s)', async (kind) => {
      function* generate(): Generator<number> {
        yield* range(5)
        throw new Error('the input is broken')
      }
      async function* generateLater(): AsyncGenerator<number> {
        yield* generate()
      }
      const stream = pool.imap<number, number>(task('double'), kind === 'sync' ? generate() : generateLater())
      for (const number of range(5)) expect(await stream.next()).toEqual({ done: false, value: number * 2 })
      expect(await rejectionOf(stream.next())).toMatchObject({ message: 'the input is broken' })
      expect(await stream.next()).toEqual({ done: true, value: undefined })
    })
  })

  describe('a task that cannot be loaded', () => {
    it.each([
      [
        'is missing',
        new URL('./fixtures/missing.ts', import.meta.url).href,
        { code: 'ERR_MODULE_NOT_FOUND' },
      ],
      ['throws', new URL('./fixtures/throws-while-loading.ts', import.meta.url).href, { code: 'LUCK' }],
      ['has no such export', task('nonsense').name, { name: 'TypeError' }],
    ])('rejects once: %s', async (_, name, cause) => {
      const stream = pool.imap({ name }, range(1000))
      const error = await rejectionOf(stream.next())
      expect(error).toBeInstanceOf(TaskNotLoadedError)
      expect(error).toMatchObject({ code: 'TASK_NOT_LOADED', cause })
      expect(await stream.next()).toEqual({ done: true, value: undefined })
    })

    it('rejects where its parameters cannot be sent', async () => {
      const error = await rejectionOf(
        pool
          .imap(
            task('withParameters', () => {}),
            [1],
          )
          .next(),
      )
      expect(error).toBeInstanceOf(TaskNotLoadedError)
      expect(error).toBeInstanceOf(PoolError)
    })

    it('rejects where it ends the worker, and the pool goes on', async () => {
      const name = new URL('./fixtures/exits-while-loading.ts', import.meta.url).href
      const error = await rejectionOf(pool.imap({ name }, range(10)).next())
      expect(error).toHaveProperty('code', 'TASK_NOT_LOADED')
      expect(String(error)).toContain('exited with code 7')
      expect(await collect(pool.imap(task('double'), range(3)))).toEqual([0, 2, 4])
    })

    it('is resolved once for each worker and call', async () => {
      const cells = new Runs()
      await collect(pool.imap(task('countMakings', cells.cells), range(500), { chunkSize: 5 }))
      expect(cells.of(0)).toBeGreaterThanOrEqual(1)
      expect(cells.of(0)).toBeLessThanOrEqual(2)
    })
  })
})
