import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retryDelay } from './retry-policy.ts'

const execution = { retries: 3, retryDelay: 1_000, crashLimit: 2 }

describe('trying again', () => {
  it('is for errors that may pass, as often as was asked for', () => {
    const attempt = { code: 'TASK_FAILED', retries: 0, crashes: 0 }
    expect(retryDelay(attempt, execution)).not.toBeNull()
    expect(retryDelay({ ...attempt, retries: 3 }, execution)).toBeNull()
    expect(retryDelay(attempt, { ...execution, retries: 0 })).toBeNull()
    for (const code of ['NOT_FOUND', 'PERMISSION_DENIED', 'NOT_A_FILE', 'LINK_LOOP', 'ENDED_BY_USER']) {
      expect(retryDelay({ ...attempt, code }, execution)).toBeNull()
    }
  })

  it('is over for an item that ended too many workers, however many retries are left', () => {
    const attempt = { code: 'WORKER_DIED', retries: 1, crashes: 1 }
    expect(retryDelay(attempt, execution)).not.toBeNull()
    expect(retryDelay({ ...attempt, crashes: 2 }, execution)).toBeNull()
    expect(retryDelay({ ...attempt, code: 'TIMEOUT', crashes: 2 }, execution)).not.toBeNull()
  })

  it('waits twice as long each time, up to a minute, less a random part of at most a third', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: 0, max: 19 }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (first, retries, chance) => {
          const delay = retryDelay(
            { code: 'BUSY', retries, crashes: 0 },
            { retries: 20, retryDelay: first, crashLimit: 1 },
            () => chance,
          )
          const longest = Math.min(60_000, first * 2 ** retries)
          expect(delay).toBeLessThanOrEqual(longest)
          expect(delay).toBeGreaterThanOrEqual((longest * 2) / 3)
        },
      ),
    )
  })
})
