import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StopWatcher } from './stop-rule.ts'

describe('the stop rule', () => {
  it('never stops a run that is to go on whatever happens', () => {
    const watcher = new StopWatcher({ kind: 'never' })
    for (let each = 0; each < 100; each += 1) expect(watcher.count(true)).toBeNull()
  })

  it('is met at the failure that was named, and says so', () => {
    const watcher = new StopWatcher({ kind: 'failures', count: 2, then: 'cancel' })
    expect([watcher.count(true), watcher.count(false)]).toEqual([null, null])
    expect(watcher.count(true)).toEqual({ reason: { kind: 'failures', failed: 2 }, then: 'cancel' })
  })

  it('goes by the share of failures once enough have finished', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 100 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 50 }),
        (failures, percent, after) => {
          const watcher = new StopWatcher({ kind: 'percent', percent, after, then: 'drain' })
          for (const [place, hasFailed] of failures.entries()) {
            const finished = place + 1
            const failed = failures.slice(0, finished).filter(Boolean).length
            const verdict = watcher.count(hasFailed)
            const isMet = finished >= after && (failed / finished) * 100 >= percent
            expect(verdict !== null).toBe(isMet)
            if (verdict !== null) {
              expect(verdict.reason).toEqual({ kind: 'percent', failed, percent: (failed / finished) * 100 })
            }
          }
        },
      ),
    )
  })
})
