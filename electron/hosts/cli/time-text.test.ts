import { describe, expect, it } from 'vitest'
import { localTime, parseDuration, parseMoment } from './time-text.ts'

describe('a duration', () => {
  it.each([
    ['90', 90_000],
    ['0.5', 500],
    ['500ms', 500],
    ['30s', 30_000],
    ['30 s', 30_000],
    ['5m', 300_000],
    ['5min', 300_000],
    ['2h', 7_200_000],
    ['1.5h', 5_400_000],
    ['1h30m', 5_400_000],
    ['1d', 86_400_000],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it.each(['', 's', '-5s', '5 parsecs', '5s!', '1e3', 'toString', '5toString', ' '])('%o is none', (text) => {
    expect(parseDuration(text)).toBeNull()
  })
})

describe('a moment', () => {
  const now = new Date('2026-11-24T12:30:00')

  it.each([
    ['13:00', '2026-11-24 13:00:00'],
    ['12:30', '2026-11-25 12:30:00'],
    ['6:05', '2026-11-25 06:05:00'],
    ['22:30:15', '2026-11-24 22:30:15'],
    ['+2h', '2026-11-24 14:30:00'],
    ['+90', '2026-11-24 12:31:30'],
    ['2026-12-01', '2026-12-01 00:00:00'],
    ['2028-02-29 24:00', '2028-03-01 00:00:00'],
    ['2026-12-01 06:00', '2026-12-01 06:00:00'],
    ['2026-12-01T06:00:30', '2026-12-01 06:00:30'],
  ])('%s', (text, local) => {
    const moment = parseMoment(text, now)
    expect(moment === null ? null : localTime(moment.toISOString())).toBe(local)
  })

  it('keeps a time zone that is given', () => {
    expect(parseMoment('2026-12-01T06:00:00+02:00', now)?.toISOString()).toBe('2026-12-01T04:00:00.000Z')
    expect(parseMoment('2026-12-01T06:00Z', now)?.toISOString()).toBe('2026-12-01T06:00:00.000Z')
  })

  it.each([
    '',
    'tomorrow',
    '25:00',
    '12:60',
    '2026-02-31',
    '2026-13-01',
    '2026-12-01 25:00',
    '2027-02-29T06:00Z',
    '+90000000h',
    '+',
    '+soon',
  ])('%o is none', (text) => {
    expect(parseMoment(text, now)).toBeNull()
  })
})
