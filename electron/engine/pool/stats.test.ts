import { describe, expect, it } from 'vitest'
import { become, collect, countedInput, Gates, range, task, Runs, kinds } from './fixtures/support.ts'
import { WorkerPool } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  describe('stats', () => {
    it('of a pool that has done nothing', async () => {
      await using pool = new WorkerPool({ kind, workers: 2 })
      expect(pool.stats()).toMatchObject({
        calls: { open: 0, total: 0 },
        items: { pulled: 0, queued: 0, running: 0, succeeded: 0, failed: 0, dropped: 0 },
        workers: { lost: 0, replaced: 0 },
        waitTime: { count: 0 },
        runTime: { count: 0 },
      })
    })

    it('counts what is queued, running and done', async () => {
      await using pool = new WorkerPool({ kind, workers: 2 })
      const gates = new Gates(8, 'shut')
      const stream = pool.imap(task('gated', gates.cells), countedInput(8).items, { chunkSize: 2 })
      await Promise.all([gates.hasBegun(0), gates.hasBegun(2)])
      expect(pool.stats()).toMatchObject({
        calls: { open: 1, total: 1 },
        items: { pulled: 4, queued: 2, running: 2, succeeded: 0, failed: 0 },
      })
      expect(pool.stats().workers.each.map(({ state }) => state)).toEqual(['busy', 'busy'])
      gates.openAll()
      expect(await collect(stream)).toHaveLength(8)
      const { calls, items, runTime, waitTime, workers } = pool.stats()
      expect(calls).toEqual({ open: 0, total: 1 })
      expect(items).toEqual({ pulled: 8, queued: 0, running: 0, succeeded: 8, failed: 0, dropped: 0 })
      expect([runTime.count, waitTime.count]).toEqual([8, 8])
      expect(runTime.min).toBeLessThanOrEqual(runTime.p50)
      expect(runTime.p99).toBeLessThanOrEqual(runTime.max)
      expect(workers.each.reduce((sum, { done }) => sum + done, 0)).toBe(8)
      for (const { utilisation } of workers.each) {
        expect(utilisation).toBeGreaterThan(0)
        expect(utilisation).toBeLessThanOrEqual(1)
      }
    })

    it('counts failures, lost workers, and what was dropped', async () => {
      await using pool = new WorkerPool({ kind, workers: 2 })
      const runs = new Runs()
      const steps = range(10).map((index) => ({ index, action: index === 4 ? 'exit' : 'value' }))
      await pool.map(task('scripted', runs.cells), steps, { settled: true })
      await pool.map(task('failOdd'), range(10), { settled: true })
      const stream = pool.imap(task('double'), countedInput(1000).items, { bufferSize: 16 })
      await stream.next()
      await stream.return()
      await become(() => pool.stats().calls.open === 0)
      const { items, workers } = pool.stats()
      expect(items.failed).toBe(6)
      expect(items.pulled).toBe(items.succeeded + items.failed + items.dropped)
      expect(items.running + items.queued).toBe(0)
      expect([workers.lost, workers.replaced]).toEqual([1, 1])
    })
  })
})
