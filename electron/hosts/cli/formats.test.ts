import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatCounted,
  formatDuration,
  formatRate,
  formatRemaining,
  formatTryDuration,
} from './formats.ts'

describe('counts and rates', () => {
  it('groups digits and bends the noun', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567')
    expect(formatCounted(1, 'row')).toBe('1 row')
    expect(formatCounted(0, 'row')).toBe('0 rows')
    expect(formatCounted(2, 'entry', 'entries')).toBe('2 entries')
  })

  it('gives slow rates a decimal', () => {
    expect(formatRate(0.25)).toBe('0.3')
    expect(formatRate(12_345.6)).toBe('12,346')
  })
})

describe('formatTryDuration', () => {
  it.each([
    [0.04, '0 ms'],
    [0.42, '0.4 ms'],
    [35.4, '35 ms'],
    [99.4, '99 ms'],
    [120, '0.1 s'],
    [190_000, '3 min 10 s'],
  ])('%d milliseconds are %s', (milliseconds, text) => {
    expect(formatTryDuration(milliseconds)).toBe(text)
  })
})

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1_540_000, '1.5 MB'],
    [99_960_000, '100 MB'],
    [999_600, '1 MB'],
    [2e15, '2 PB'],
    [3e18, '3,000 PB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [412, '0.4 s'],
    [9_949, '9.9 s'],
    [9_960, '10 s'],
    [59_499, '59 s'],
    [59_600, '1 min'],
    [190_020, '3 min 10 s'],
    [7_500_000, '2 h 5 min'],
    [100 * 3_600_000, '4 d 4 h'],
  ])('%d ms are %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text)
  })
})

describe('formatRemaining', () => {
  it.each([
    [{ low: 11_800, high: 12_300 }, 'about 12 s left'],
    [{ low: 360_000, high: 540_000 }, '6 to 9 min left'],
    [{ low: 0, high: 300 }, 'about 1 s left'],
    [{ low: 3 * 3_600_000, high: 5 * 3_600_000 }, '3 to 5 h left'],
  ])('%o is %s', (range, text) => {
    expect(formatRemaining(range)).toBe(text)
  })

  it('says nothing of a guess that reaches beyond a season', () => {
    expect(formatRemaining({ low: 1000, high: 100 * 86_400_000 })).toBeNull()
  })

  it('never names a lower end above the upper one, and never nothing', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), (low, more) => {
        const numbers = [...(formatRemaining({ low, high: low + more }) ?? '').matchAll(/\d+/gu)].map(Number)
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
        expect(numbers.every((number) => number > 0)).toBe(true)
      }),
    )
  })
})
