import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesQuantity, durationQuantity, formatCount, formatRate, timeLeft } from './quantity.ts'
import type { Quantity } from './quantity.ts'

function text(quantity: Quantity): string {
  return quantity.map((part) => `${part.value} ${part.unit ?? ''}`.trim()).join(' ')
}

describe('counts', () => {
  it('are grouped for the language', () => {
    expect(formatCount(1_234_567, 'en')).toBe('1,234,567')
    expect(formatCount(1_234_567, 'de')).toBe('1.234.567')
  })
})

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.00 kB'],
    [12_345, '12.3 kB'],
    [999_499, '999 kB'],
    [999_500, '1.00 MB'],
    [1_240_000_000, '1.24 GB'],
    [7e15, '7.00 PB'],
    [7e18, '7,000 PB'],
  ])('%d is %s', (bytes, expected) => {
    expect(text(bytesQuantity(bytes, 'en'))).toBe(expected)
  })

  it('never has more than four digits below the largest unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e15 }), (bytes) => {
        const [part] = bytesQuantity(bytes, 'en')
        expect(part?.value.replace(/[^0-9]/g, '').length).toBeLessThanOrEqual(3)
      }),
    )
  })
})

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [0.02, '0.1 ms'],
    [0.44, '0.4 ms'],
    [12.4, '12 ms'],
    [999.6, '1.0 s'],
    [1_400, '1.4 s'],
    [45_000, '45 s'],
    [59_600, '1 min 00 s'],
    [190_020, '3 min 10 s'],
    [3_599_900, '1 h 00 min'],
    [7_500_000, '2 h 05 min'],
    [273_600_000, '3 d 4 h'],
  ])('%d ms is %s', (duration, expected) => {
    expect(text(durationQuantity(duration, 'en'))).toBe(expected)
  })

  it('never shows sixty seconds or sixty minutes', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e10, noNaN: true }), (duration) => {
        for (const part of durationQuantity(duration, 'en')) {
          if (part.unit === 's' || part.unit === 'min') expect(Number(part.value)).toBeLessThan(60)
        }
      }),
    )
  })
})

describe('rates', () => {
  it.each([
    [0, '0'],
    [0.123, '0.12'],
    [7.25, '7.3'],
    [12_480.6, '12,481'],
  ])('%d is %s', (rate, expected) => {
    expect(formatRate(rate, 'en')).toBe(expected)
  })
})

describe('time left', () => {
  it('is a range where it is a guess', () => {
    expect(timeLeft({ low: 6.2 * 60_000, high: 8.7 * 60_000 })).toEqual({
      kind: 'range',
      unit: 'minutes',
      low: 6,
      high: 9,
    })
  })

  it('is one value where the range is narrow', () => {
    expect(timeLeft({ low: 20 * 60_000, high: 20.5 * 60_000 })).toEqual({
      kind: 'about',
      unit: 'minutes',
      value: 21,
    })
  })

  it('is moments at the end', () => {
    expect(timeLeft({ low: 0, high: 4_000 })).toEqual({ kind: 'moments' })
  })

  it('never promises less than the guess', () => {
    const duration = fc.double({ min: 0, max: 1e10, noNaN: true })
    const sizes = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 }
    fc.assert(
      fc.property(duration, duration, (one, other) => {
        const guess = { low: Math.min(one, other), high: Math.max(one, other) }
        const left = timeLeft(guess)
        if (left.kind === 'moments') return
        const shown = left.kind === 'about' ? left.value : left.high
        expect(shown * sizes[left.unit]).toBeGreaterThanOrEqual(guess.high - 1e-6)
      }),
    )
  })
})
