import { afterAll, describe, expect, it } from 'vitest'
import {
  controlTask,
  countedAsyncInput,
  countedInput,
  Gates,
  range,
  rejectionOf,
  task,
  kinds,
} from './fixtures/support.ts'
import { PoolClosedError, PoolTerminatedError, WorkerPool } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  const pool = new WorkerPool({ kind, workers: 2 })
  afterAll(() => pool.terminate())

  describe('map', () => {
    it.each([
      ['an array', range(500)],
      ['a generator', countedInput(500).items],
      ['an asynchronous generator', countedAsyncInput(500).items],
      ['a set', new Set(range(500))],
    ])('gives all results of %s in its order', async (_, items) => {
      expect(await pool.map(task('doubleLater'), items)).toEqual(range(500).map((number) => number * 2))
    })

    it('gives nothing for nothing', async () => {
      expect(await pool.map(task('double'), [])).toEqual([])
      expect(await pool.map(task('double'), [], { settled: true })).toEqual([])
    })

    it('is not bounded by any buffer', async () => {
      expect(await pool.map(task('double'), range(5000), { chunkSize: 7 })).toHaveLength(5000)
    })

    it('rejects with the first failure in the order of the input, after all have ended', async () => {
      const gates = new Gates(6, 'shut')
      const rejected = rejectionOf(pool.map(task('failOddGated', gates.cells), range(6), { chunkSize: 1 }))
      await Promise.all([gates.hasBegun(0), gates.hasBegun(1)])
      for (const item of [5, 4, 3, 2, 1, 0]) gates.open(item)
      expect(await rejected).toMatchObject({ name: 'RangeError', message: 'odd: 1' })
      expect(gates.begun).toBe(6)
    })

    it('settles where that is asked for', async () => {
      const results = await pool.map(task('failOdd'), range(4), { settled: true })
      expect(results.map((result) => [result.index, result.status])).toEqual([
        [0, 'fulfilled'],
        [1, 'rejected'],
        [2, 'fulfilled'],
        [3, 'rejected'],
      ])
    })

    it('hands out errors that are values', async () => {
      const items = [new Error('a value'), null, undefined, 0]
      expect(await pool.map(task('echo'), items)).toEqual(items)
    })

    it('rejects with what the input threw, and with the reason of an abort', async () => {
      function* broken(): Generator<number> {
        yield 1
        throw new Error('the input broke')
      }
      expect(await rejectionOf(pool.map(task('double'), broken()))).toMatchObject({
        message: 'the input broke',
      })
      const gates = new Gates(2, 'shut')
      const controller = new AbortController()
      const rejected = rejectionOf(
        pool.map(task('gatedPolitely', gates.cells), range(2), { signal: controller.signal }),
      )
      await gates.hasBegun(0)
      controller.abort('enough')
      expect(await rejected).toBe('enough')
    })

    it('rejects, and does not throw, where the call cannot be made', async () => {
      expect(await rejectionOf(pool.map(task('double'), [1], { chunkSize: 0 }))).toBeInstanceOf(RangeError)
      const closed = new WorkerPool({ kind, workers: 1 })
      closed.close()
      expect(await rejectionOf(closed.map(task('double'), [1]))).toBeInstanceOf(PoolClosedError)
      expect(await rejectionOf(closed.apply(task('double'), 1))).toBeInstanceOf(PoolClosedError)
      await closed.join()
    })
  })

  describe('starmap', () => {
    it('calls the task with the items as its arguments', async () => {
      const sums = await pool.starmap(controlTask('sum'), [[1, 2], [3], [], [4, 5, 6]])
      expect(sums).toEqual([3, 3, 0, 15])
    })

    it('fails the items that are no lists', async () => {
      const items: unknown[][] = [[1], [2]]
      Reflect.set(items, 1, 'no list')
      const results = await pool.starmap(controlTask('sum'), items, { settled: true })
      expect(results).toMatchObject([
        { status: 'fulfilled', value: 1 },
        { status: 'rejected', reason: { name: 'TypeError' } },
      ])
    })
  })

  describe('apply', () => {
    it('resolves to the one result', async () => {
      expect(await pool.apply(task('double'), 21)).toBe(42)
      expect(await pool.apply(task('doubleLater'), 21)).toBe(42)
    })

    it('rejects with what the task threw', async () => {
      expect(await rejectionOf(pool.apply(task('failOdd'), 3))).toMatchObject({ code: 'ODD' })
    })

    it('many times at once gives each its own result', async () => {
      const results = await Promise.all(range(2000).map((number) => pool.apply(task('double'), number)))
      expect(results).toEqual(range(2000).map((number) => number * 2))
    })

    it('ends with the pool, and with an abort of its own', async () => {
      const own = new WorkerPool({ kind, workers: 1 })
      const gates = new Gates(2, 'shut')
      const controller = new AbortController()
      const first = rejectionOf(own.apply(task('gated', gates.cells), 0))
      await gates.hasBegun(0)
      const second = rejectionOf(own.apply(task('gated', gates.cells), 1, { signal: controller.signal }))
      controller.abort(new Error('not needed'))
      expect(await second).toMatchObject({ message: 'not needed' })
      expect(gates.runs(1)).toBe(0)
      await own.terminate()
      expect(await first).toBeInstanceOf(PoolTerminatedError)
    })

    it('is waited for by join', async () => {
      const own = new WorkerPool({ kind, workers: 1 })
      const applied = own.apply(task('doubleLater'), 4)
      own.close()
      await own.join()
      expect(await applied).toBe(8)
    })
  })
})
