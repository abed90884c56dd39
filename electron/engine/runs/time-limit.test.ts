import { describe, expect, it } from 'vitest'
import { TimeLimit } from './time-limit.ts'

describe('the time limit', () => {
  it('is what was asked for, or none', () => {
    expect(new TimeLimit(null).current).toBeNull()
    const limit = new TimeLimit(5_000)
    for (let each = 0; each < 100; each += 1) limit.learn(1)
    expect(limit.current).toBe(5_000)
  })

  it('follows the median, once enough items have finished', () => {
    const limit = new TimeLimit({ timesMedian: 3 })
    for (let each = 1; each < 10; each += 1) limit.learn(1_000)
    expect(limit.current).toBeNull()
    // One that took very long does not move the median.
    limit.learn(1_000_000)
    expect(limit.current).toBe(3_000)
    for (let each = 0; each < 30; each += 1) limit.learn(2_000)
    expect(limit.current).toBe(6_000)
  })

  it('is never so short that a busy moment of the disk would end an item', () => {
    const limit = new TimeLimit({ timesMedian: 2 })
    for (let each = 0; each < 20; each += 1) limit.learn(0.1)
    expect(limit.current).toBe(1_000)
  })

  it('remembers a sample only, of which late items are as much a part as early ones', () => {
    const limit = new TimeLimit({ timesMedian: 1 })
    for (let each = 0; each < 2_000; each += 1) limit.learn(2_000)
    for (let each = 0; each < 20_000; each += 1) limit.learn(8_000)
    expect(limit.current).toBe(8_000)
  })
})
