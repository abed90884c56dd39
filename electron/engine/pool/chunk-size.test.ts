import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AutomaticChunkSize,
  chunkTarget,
  exactChunkSize,
  ItemTime,
  largestAutomaticChunk,
} from './chunk-size.ts'

describe('the measured time per item', () => {
  it('is unknown at first, then the first measurement', () => {
    const time = new ItemTime()
    expect(time.average).toBeNull()
    time.record(4, 2)
    expect(time.average).toBe(0.5)
  })

  it('rises fast and falls slowly', () => {
    const time = new ItemTime()
    time.record(1, 1)
    time.record(1, 3)
    expect(time.average).toBeCloseTo(2)
    time.record(1, 1)
    expect(time.average).toBeCloseTo(1.8)
  })
})

describe('the automatic chunk size', () => {
  it('starts at one and at most doubles', () => {
    const time = new ItemTime()
    const size = new AutomaticChunkSize(time, () => 2)
    const sizes: number[] = []
    for (let step = 0; step < 12; step += 1) {
      const next = size.next(null)
      sizes.push(next)
      time.record(next, next * 0.0001)
      size.record(next)
    }
    expect(sizes).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024])
  })

  it('makes chunks last as long as they should', () => {
    const time = new ItemTime()
    const size = new AutomaticChunkSize(time, () => 2)
    for (let step = 0; step < 20; step += 1) {
      const next = size.next(null)
      time.record(next, next * 0.1)
      size.record(next)
    }
    expect(size.next(null) * 0.1).toBeCloseTo(chunkTarget, 1)
  })

  it('is one for items that take longer than a chunk should', () => {
    const time = new ItemTime()
    const size = new AutomaticChunkSize(time, () => 2)
    size.record(512)
    time.record(1, 500)
    expect(size.next(null)).toBe(1)
  })

  it('leaves a fair share of the known rest to others', () => {
    const time = new ItemTime()
    time.record(1, 0)
    const size = new AutomaticChunkSize(time, () => 2)
    size.record(1024)
    expect([10_000, 800, 9, 8, 1, 0].map((remaining) => size.next(remaining))).toEqual([
      1024, 100, 2, 1, 1, 1,
    ])
  })

  it('is always between one and the largest', () => {
    const report = fc.record({
      count: fc.integer({ min: 1, max: 2000 }),
      elapsed: fc.double({ min: 0, max: 1e6, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.array(report),
        fc.option(fc.nat(1e6)),
        fc.integer({ min: 1, max: 64 }),
        (reports, rest, workers) => {
          const time = new ItemTime()
          const size = new AutomaticChunkSize(time, () => workers)
          for (const { count, elapsed } of reports) {
            time.record(count, elapsed)
            size.record(count)
            const next = size.next(rest)
            expect(Number.isInteger(next)).toBe(true)
            expect(next).toBeGreaterThanOrEqual(1)
            expect(next).toBeLessThanOrEqual(largestAutomaticChunk)
          }
        },
      ),
    )
  })
})

describe('an exact chunk size', () => {
  it('stays what it is', () => {
    const size = exactChunkSize(7)
    size.record(1)
    expect([size.next(null), size.next(3), size.current, size.isExact]).toEqual([7, 7, 7, true])
  })
})
