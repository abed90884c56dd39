import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram } from './histogram.ts'

const anyValue = fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constantFrom(0, 0.001, 1, 1e7))

describe('a histogram', () => {
  it('is all zeros before the first value', () => {
    expect(new Histogram().summary).toEqual({ count: 0, min: 0, mean: 0, max: 0, p50: 0, p90: 0, p99: 0 })
  })

  it('knows one value exactly', () => {
    const histogram = new Histogram()
    histogram.record(12.5, 3)
    expect(histogram.summary).toEqual({
      count: 3,
      min: 12.5,
      mean: 12.5,
      max: 12.5,
      p50: 12.5,
      p90: 12.5,
      p99: 12.5,
    })
  })

  it('tells percentiles to 5 %, and the rest exactly', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 1, maxLength: 200 }), (values) => {
        const histogram = new Histogram()
        for (const value of values) histogram.record(value)
        const sorted = values.toSorted((a, b) => a - b)
        const summary = histogram.summary
        expect(summary.count).toBe(values.length)
        expect(summary.min).toBe(sorted[0])
        expect(summary.max).toBe(sorted.at(-1))
        expect(summary.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 3)
        for (const [share, told] of [
          [0.5, summary.p50],
          [0.9, summary.p90],
          [0.99, summary.p99],
        ] as const) {
          const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0
          expect(Math.abs(told - exact)).toBeLessThanOrEqual(Math.max(0.001, exact * 0.05))
        }
      }),
    )
  })

  it('counts a value as often as it is told', () => {
    const histogram = new Histogram()
    histogram.record(1, 98)
    histogram.record(100, 2)
    const { count, mean, p50, p99 } = histogram.summary
    expect([count, mean]).toEqual([100, 2.98])
    expect(p50).toBeCloseTo(1, 1)
    expect(p99).toBeGreaterThan(95)
  })
})
