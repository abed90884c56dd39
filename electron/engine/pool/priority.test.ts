import { describe, expect, it } from 'vitest'
import { collect, countedInput, Gates, range, task, kinds } from './fixtures/support.ts'
import { WorkerPool } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  /** Calls of one item each, in the order in which their results came. */
  async function orderOfEnds(pool: WorkerPool, priorities: readonly number[]): Promise<number[]> {
    const order: number[] = []
    await Promise.all(
      priorities.map(async (priority, place) => {
        await pool.map(task('double'), [place], { priority })
        order.push(priority)
      }),
    )
    return order
  }

  describe('priorities', () => {
    it('decide which call goes first', async () => {
      await using pool = new WorkerPool({ kind, workers: 1 })
      const gates = new Gates(1, 'shut')
      const first = pool.apply(task('gated', gates.cells), 0)
      await gates.hasBegun(0)
      const order = orderOfEnds(pool, [0, -1, 5, 1, 5])
      gates.open(0)
      await first
      expect(await order).toEqual([5, 5, 1, 0, -1])
    })

    it('let a call with the highest overtake one that has much left', async () => {
      await using pool = new WorkerPool({ kind, workers: 2 })
      const long = pool.imapUnordered<number, number>(
        task('doubleLater'),
        countedInput(Number.POSITIVE_INFINITY).items,
      )
      await long.next()
      expect(await pool.map(task('double'), range(200), { priority: 1 })).toHaveLength(200)
      await long.return()
    })

    it('keep a call back for as long as there is something more important', async () => {
      await using pool = new WorkerPool({ kind, workers: 1 })
      const gates = new Gates(2, 'shut')
      const input = countedInput(Number.POSITIVE_INFINITY)
      const important = pool.imap(task('double'), input.items, { priority: 1, bufferSize: 50 })
      for (let read = 0; read < 2000; read += 1) await important.next()
      const waiting = pool.apply(task('gated', gates.cells), 0)
      for (let read = 0; read < 10_000; read += 1) await important.next()
      expect(gates.begun).toBe(0)
      // A call whose reader does not read has nothing to run: others are let through.
      await gates.hasBegun(0)
      gates.openAll()
      expect(await waiting).toBe(0)
      await important.return()
    })

    it('that are equal take turns', async () => {
      await using pool = new WorkerPool({ kind, workers: 1 })
      const gates = new Gates(1, 'shut')
      const blocked = pool.apply(task('gated', gates.cells), 0)
      await gates.hasBegun(0)
      const order: string[] = []
      const calls = ['a', 'b', 'c'].map(async (name) => {
        const stream = pool.imap(task('doubleLater'), range(20), { chunkSize: 1, priority: 3 })
        for await (const _ of stream) order.push(name)
      })
      gates.open(0)
      await Promise.all([blocked, ...calls])
      // While all three have something left, none is ever more than a few chunks ahead of another.
      for (let end = 3; end <= 30; end += 1) {
        const counts = ['a', 'b', 'c'].map((name) => order.slice(0, end).filter((one) => one === name).length)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(8)
      }
    })

    it.each([Number.NaN, Number.POSITIVE_INFINITY])('of %d are refused', async (priority) => {
      await using pool = new WorkerPool({ kind, workers: 1 })
      expect(() => pool.imap(task('double'), [1], { priority })).toThrow(/`priority`/)
    })

    it('change nothing in the results', async () => {
      await using pool = new WorkerPool({ kind, workers: 2 })
      const results = await Promise.all(
        range(8).map((priority) => collect(pool.imap(task('double'), range(300), { priority }))),
      )
      for (const values of results) expect(values).toEqual(range(300).map((number) => number * 2))
    })
  })
})
