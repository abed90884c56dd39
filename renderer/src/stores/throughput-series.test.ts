import { describe, expect, it } from 'vitest'
import { addSample, maximumSamples } from './throughput-series.ts'
import type { ThroughputSample } from './throughput-series.ts'

function sample(elapsed: number): ThroughputSample {
  return { elapsed, itemsPerSecond: 10, bytesPerSecond: 1_000 }
}

describe('addSample', () => {
  it('keeps a long run within its bound, in time order, to the newest sample', () => {
    let series: readonly ThroughputSample[] = []
    for (let elapsed = 1; elapsed <= 10_000; elapsed += 1) series = addSample(series, sample(elapsed))
    expect(series.length).toBeLessThanOrEqual(maximumSamples)
    expect(series.length).toBeGreaterThan(maximumSamples / 4)
    expect(series.at(-1)?.elapsed).toBe(10_000)
    const times = series.map((one) => one.elapsed)
    expect(times).toEqual([...times].sort((one, other) => one - other))
    expect(new Set(series.map((one) => one.itemsPerSecond))).toEqual(new Set([10]))
  })

  it('leaves out a sample that tells nothing newer', () => {
    const series = addSample([], sample(100))
    expect(addSample(series, sample(100))).toBe(series)
  })
})
