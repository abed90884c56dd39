import { describe, expect, it } from 'vitest'
import { momentOf } from './moment.ts'

const now = Date.UTC(2026, 10, 24, 12)

describe('momentOf', () => {
  it.each([
    ['2026-11-01', new Date(2026, 10, 1).getTime()],
    ['2024-02-29', new Date(2024, 1, 29).getTime()],
    ['2026-11-01T18:30', new Date(2026, 10, 1, 18, 30).getTime()],
    ['2026-11-01 18:30:15', new Date(2026, 10, 1, 18, 30, 15).getTime()],
    ['2026-11-01T18:30:15.250Z', Date.UTC(2026, 10, 1, 18, 30, 15, 250)],
    ['2026-11-01T18:30+01:00', Date.UTC(2026, 10, 1, 17, 30)],
    ['7d', now - 7 * 86_400_000],
    ['1.5h', now - 5_400_000],
    ['90 min', now - 5_400_000],
    ['30s', now - 30_000],
    ['2w', now - 14 * 86_400_000],
    ['1y', now - 365 * 86_400_000],
  ])('reads %s', (text, expected) => {
    expect(momentOf(text, now)).toBe(expected)
  })

  it.each(['', '7', 'd', '7m', '-7d', '2026-02-29', '2026-13-01', '2026-11-01T25:00', '24.11.2026', 'now'])(
    'does not take %j for a moment',
    (text) => {
      expect(momentOf(text, now)).toBeNull()
    },
  )
})
