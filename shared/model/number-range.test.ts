import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberRangeSchema } from './job.ts'
import { numberCount, numbersOf, parseNumberRange } from './number-range.ts'

function numbers(text: string): string[] | null {
  const range = parseNumberRange(text)
  return range === null ? null : [...numbersOf(range)]
}

describe('a range of numbers', () => {
  it('goes up or down by its step, and has both ends where the step meets them', () => {
    expect(numbers('1..4')).toEqual(['1', '2', '3', '4'])
    expect(numbers('4..1')).toEqual(['4', '3', '2', '1'])
    expect(numbers('0..10..4')).toEqual(['0', '4', '8'])
    expect(numbers('10..0..4')).toEqual(['10', '6', '2'])
    expect(numbers('5..5')).toEqual(['5'])
    expect(numbers('-2..1')).toEqual(['-2', '-1', '0', '1'])
  })

  it('fills numbers up with zeros where one of its ends begins with one', () => {
    expect(numbers('08..10')).toEqual(['08', '09', '10'])
    expect(numbers('8..010')).toEqual(['008', '009', '010'])
    expect(numbers('-01..1')).toEqual(['-01', '00', '01'])
  })

  it('is not read from anything else', () => {
    for (const text of ['', '1', '1..', '..2', '1...2', 'a..b', '1..2..0', '1..2..-1', '1-2', '1.5..2'])
      expect(numbers(text)).toBeNull()
  })

  it('has as many numbers as it says, each a step from the one before', () => {
    const bound = fc.integer({ min: -1_000, max: 1_000 })
    fc.assert(
      fc.property(bound, bound, fc.integer({ min: 1, max: 50 }), (from, to, step) => {
        const range = { from, to, step, digits: 1 }
        const values = [...numbersOf(range)].map(Number)
        expect(values).toHaveLength(numberCount(range))
        expect(values[0]).toBe(from)
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(Math.min(from, to))
          expect(value).toBeLessThanOrEqual(Math.max(from, to))
          expect(Math.abs(value - from) % step).toBe(0)
        }
        expect(Math.abs(to - (values.at(-1) ?? 0))).toBeLessThan(step)
      }),
    )
  })

  it('is refused as an input where it would never end', () => {
    expect(numberRangeSchema.safeParse({ from: 1, to: 1e9 }).success).toBe(true)
    expect(numberRangeSchema.safeParse({ from: 0, to: 1e9 }).success).toBe(false)
    expect(numberRangeSchema.safeParse({ from: 0, to: 1e9, step: 2 }).success).toBe(true)
  })
})
