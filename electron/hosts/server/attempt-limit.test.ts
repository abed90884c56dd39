import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AttemptLimit } from './attempt-limit.ts'

describe('AttemptLimit', () => {
  it('refuses after so many wrong tries, and lets one more through each second', () => {
    const clock = { now: 0 }
    const limit = new AttemptLimit(() => clock.now)
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect(limit.isOpen).toBe(true)
      limit.countFailure()
    }
    expect(limit.isOpen).toBe(false)
    clock.now += 999
    expect(limit.isOpen).toBe(false)
    clock.now += 1
    expect(limit.isOpen).toBe(true)
    limit.countFailure()
    expect(limit.isOpen).toBe(false)
  })

  it('never looks at more than ten tokens and one a second', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { maxLength: 200 }), (pauses) => {
        const clock = { now: 0 }
        const limit = new AttemptLimit(() => clock.now)
        let looked = 0
        for (const pause of pauses) {
          clock.now += pause
          if (!limit.isOpen) continue
          looked += 1
          limit.countFailure()
        }
        expect(looked).toBeLessThanOrEqual(10 + clock.now / 1_000)
      }),
    )
  })
})
