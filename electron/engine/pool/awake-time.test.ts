import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { awakeSince, holdTimeLimits, releaseTimeLimits } from './awake-time.ts'

// The module remembers sleeps for good, as the machine does: each test begins later than the one before.
let now = 0
afterEach(() => releaseTimeLimits(now))

describe('awakeSince', () => {
  it('is the time that has passed where the machine did not sleep', () => {
    expect(awakeSince(100, 350)).toBe(250)
  })

  it('stands still while the machine sleeps', () => {
    now = 10_000
    holdTimeLimits(now)
    expect(awakeSince(9_000, 10_000)).toBe(1_000)
    expect(awakeSince(9_000, 90_000)).toBe(1_000)
    now = 100_000
    releaseTimeLimits(now)
    expect(awakeSince(9_000, 100_500)).toBe(1_500)
    expect(awakeSince(100_100, 100_500)).toBe(400)
  })

  it('counts exactly the time awake, however often the machine sleeps', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ awake: fc.nat(1_000), asleep: fc.nat(1_000) })), (stretches) => {
        const began = (now += 1)
        let awake = 0
        for (const stretch of stretches) {
          now += stretch.awake
          awake += stretch.awake
          holdTimeLimits(now)
          // Told twice, as some systems do.
          holdTimeLimits(now + stretch.asleep)
          now += stretch.asleep
          releaseTimeLimits(now)
        }
        expect(awakeSince(began, now)).toBe(awake)
      }),
    )
  })
})
