import { describe, expect, it } from 'vitest'
import { endOf, weightier, type Ending } from './ending.ts'

const stopped: Ending = { kind: 'stopped', stopReason: { kind: 'user' } }
const cancelled: Ending = { kind: 'cancelled', stopReason: null }
const interrupted: Ending = { kind: 'interrupted' }
const failed: Ending = { kind: 'failed', error: { code: 'DISK_FULL', message: 'full' } }

describe('how a run ends', () => {
  it('is told by the gravest of its reasons, of equals by the first', () => {
    const inOrder = [stopped, cancelled, interrupted, failed]
    for (const [place, graver] of inOrder.entries()) {
      expect(weightier(null, graver)).toBe(graver)
      for (const lesser of inOrder.slice(0, place)) {
        expect(weightier(lesser, graver)).toBe(graver)
        expect(weightier(graver, lesser)).toBe(graver)
      }
    }
    const byRule: Ending = { kind: 'stopped', stopReason: { kind: 'failures', failed: 3 } }
    expect(weightier(byRule, stopped)).toBe(byRule)
  })

  it('is finished where everything was done before a stop could stop anything', () => {
    for (const ending of [null, stopped, cancelled, interrupted]) {
      expect(endOf(ending, true, 5)).toMatchObject({ state: 'finished', stopReason: null, duration: 5 })
    }
    expect(endOf(failed, true, 5)).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL' } })
    expect(endOf(stopped, false, 5)).toMatchObject({ state: 'stopped', stopReason: { kind: 'user' } })
  })
})
