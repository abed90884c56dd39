import { afterAll, describe, expect, it } from 'vitest'
import type { ControlStep } from './fixtures/control-tasks.ts'
import { collect, controlTask, Gates, range, rejectionOf, task, Runs, kinds } from './fixtures/support.ts'
import { ItemTimeoutError, WorkerPool, type Settled } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  const pool = new WorkerPool({ kind, workers: 2 })
  afterAll(() => pool.terminate())

  function steps(count: number, actions: Readonly<Record<number, ControlStep['action']>>): ControlStep[] {
    return range(count).map((index) => ({ index, action: actions[index] ?? 'value' }))
  }

  function failures(results: readonly Settled<unknown>[]): number[] {
    return results.filter((result) => result.status === 'rejected').map((result) => result.index)
  }

  describe('an item that runs for too long', () => {
    it.each(['spin', 'never'] as const)('fails alone, and its neighbours run once: %s', async (action) => {
      const runs = new Runs()
      const results = await collect(
        pool.imap(controlTask('stepped', runs.cells), steps(16, { 5: action }), {
          settled: true,
          chunkSize: 8,
          timeout: 2_000,
        }),
      )
      expect(failures(results)).toEqual([5])
      const failed = results[5]
      if (failed?.status !== 'rejected') throw new Error('Expected a rejection.')
      expect(failed.reason).toBeInstanceOf(ItemTimeoutError)
      expect(failed.reason).toMatchObject({ code: 'TIMEOUT', limit: 2_000 })
      expect(failed.duration).toBeGreaterThanOrEqual(2_000)
      expect([1, 2]).toContain(failed.worker)
      expect(runs.upTo(16)).toEqual(range(16).map(() => 1))
    })

    it('among many quick ones fails alone, and those behind it run elsewhere before its time is up', async () => {
      const runs = new Runs()
      const stream = pool.imapUnordered(controlTask('stepped', runs.cells), steps(3_000, { 2_000: 'spin' }), {
        ...{ settled: true, timeout: 5_000 },
      })
      const results = await collect(stream)
      expect(failures(results)).toEqual([2_000])
      // Only what was finished just before it, and not yet sent, comes later: it was lost with the worker.
      const later = results.slice(results.findIndex(({ index }) => index === 2_000) + 1)
      expect(later.filter(({ index }) => index > 2_000)).toEqual([])
      expect(runs.upTo(3_000).slice(2_000)).toEqual(range(1_000).map(() => 1))
    })

    it('is ended as often as need be, and the pool goes on', async () => {
      const runs = new Runs()
      const every = Object.fromEntries(range(8).map((index) => [index, 'spin' as const]))
      const results = await pool.map(controlTask('stepped', runs.cells), steps(8, every), {
        settled: true,
        chunkSize: 4,
        timeout: 1_000,
      })
      expect(failures(results)).toEqual(range(8))
      expect(runs.upTo(8)).toEqual(range(8).map(() => 1))
      expect(await pool.map(task('double'), range(4))).toEqual([0, 2, 4, 6])
    })

    it('does not touch another call on the same worker', async () => {
      await using single = new WorkerPool({ kind, workers: 1 })
      const runs = new Runs()
      const peaceful = new Runs()
      const [limited, other] = await Promise.all([
        single.map(controlTask('stepped', runs.cells), steps(6, { 2: 'spin', 4: 'never' }), {
          settled: true,
          timeout: 2_000,
        }),
        single.map(controlTask('stepped', peaceful.cells), steps(60, {})),
      ])
      expect(failures(limited)).toEqual([2, 4])
      expect(other).toEqual(range(60))
      expect(peaceful.upTo(60)).toEqual(range(60).map(() => 1))
    })

    it('rejects a plain stream at its place, and apply', async () => {
      const runs = new Runs()
      const stream = pool.imap(controlTask('stepped', runs.cells), steps(3, { 1: 'spin' }), {
        timeout: 2_000,
      })
      expect((await stream.next()).value).toBe(0)
      expect(await rejectionOf(stream.next())).toBeInstanceOf(ItemTimeoutError)
      expect((await stream.next()).value).toBe(2)
      const once = { index: 0, action: 'never' }
      const error = await rejectionOf(
        pool.apply(controlTask('stepped', runs.cells), once, { timeout: 2_000 }),
      )
      expect(error).toMatchObject({ code: 'TIMEOUT' })
    })
  })

  describe('a time limit', () => {
    it('counts from the start of each item, not of its chunk', async () => {
      const results = await pool.map(
        controlTask('spinFor'),
        range(10).map(() => 300),
        { settled: true, chunkSize: 10, timeout: 2_500 },
      )
      expect(failures(results)).toEqual([])
    })

    it('may be a function, which is asked again and again', async () => {
      const gates = new Gates(1, 'shut')
      let limit: number | null = null
      let asked = 0
      const applied = pool.apply(task('gated', gates.cells), 0, {
        timeout: () => {
          asked += 1
          return limit
        },
      })
      const error = rejectionOf(applied)
      await gates.hasBegun(0)
      while (asked < 4) await pool.apply(task('double'), 1)
      limit = 1
      expect(await error).toMatchObject({ code: 'TIMEOUT', limit: 1 })
    })

    it.each([
      [() => Number.NaN, RangeError],
      [() => -5, RangeError],
      [
        () => {
          throw new SyntaxError('no limit today')
        },
        SyntaxError,
      ],
    ])('that is not sound ends the call with what is wrong', async (timeout, type) => {
      const gates = new Gates(1, 'shut')
      const error = rejectionOf(pool.apply(task('gatedPolitely', gates.cells), 0, { timeout }))
      expect(await error).toBeInstanceOf(type)
    })

    it.each([0, -1, Number.NaN])('of %d is refused', (timeout) => {
      expect(() => pool.imap(task('double'), [1], { timeout })).toThrow(/`timeout`/)
    })

    it('may be longer than a timer can be, and none at all', async () => {
      const limits = [2 ** 40, Number.POSITIVE_INFINITY]
      for (const timeout of limits) {
        expect(await pool.map(task('double'), range(3), { timeout })).toEqual([0, 2, 4])
      }
    })

    it('leaves alone what ends in time, many times over', async () => {
      const runs = new Runs()
      const results = await pool.map(controlTask('stepped', runs.cells), steps(20_000, {}), {
        timeout: 10_000,
      })
      expect(results).toEqual(range(20_000))
      expect(runs.upTo(20_000).every((count) => count === 1)).toBe(true)
    })
  })
})
