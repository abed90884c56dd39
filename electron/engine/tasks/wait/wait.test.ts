import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemAt, quietContext } from '../fixtures/try-task.ts'
import { createWaitTask } from './wait.ts'

describe('the wait task', () => {
  it('waits for a time between the two, says so and returns it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (shortest, longest, chance) => {
          const reports: unknown[] = []
          const work = createWaitTask(shortest / 1_000, longest / 1_000, () => chance)
          const before = performance.now()
          const context = { ...quietContext, report: (message: unknown) => reports.push(message) }
          const [seconds] = await work(itemAt('7'), context)
          const waited = performance.now() - before
          expect(Number(seconds) * 1_000).toBeGreaterThanOrEqual(Math.min(shortest, longest))
          expect(Number(seconds) * 1_000).toBeLessThanOrEqual(Math.max(shortest, longest))
          // Timers are exact to a millisecond.
          expect(waited).toBeGreaterThan(Number(seconds) * 1_000 - 1.5)
          expect(reports).toEqual([`waits ${String(seconds)} s`])
        },
      ),
      { numRuns: 30 },
    )
  })

  it('ends its wait when the run is cancelled', async () => {
    const cancelling = new AbortController()
    const work = createWaitTask(3_600, 3_600)
    const waiting = work(itemAt('7'), { ...quietContext, signal: cancelling.signal })
    cancelling.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })
})
