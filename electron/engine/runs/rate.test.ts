import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RateMeter } from './rate.ts'

describe('the speed of a run', () => {
  it('is unknown until half a second was measured', () => {
    const meter = new RateMeter()
    expect(meter.rates()).toBeNull()
    meter.add({ at: 0, items: 0, bytes: 0 })
    expect(meter.rates()).toBeNull()
    meter.add({ at: 499, items: 100, bytes: 1 })
    expect(meter.rates()).toBeNull()
    meter.add({ at: 500, items: 100, bytes: 1_000 })
    expect(meter.rates()).toEqual({ items: 200, bytes: 2_000 })
  })

  it('forgets what is older than its window', () => {
    const meter = new RateMeter()
    for (let at = 0; at <= 20_000; at += 250) meter.add({ at, items: 0, bytes: 0 })
    for (let at = 20_250; at <= 40_000; at += 250) {
      meter.add({ at, items: (at - 20_000) / 10, bytes: at - 20_000 })
    }
    expect(meter.rates()).toEqual({ items: 100, bytes: 1_000 })
  })

  it('is what was done over the time, for any steady speed and any interval of sampling', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 50, max: 900 }),
        fc.integer({ min: 20, max: 200 }),
        (itemsPerMillisecond, interval, count) => {
          const meter = new RateMeter()
          for (let index = 0; index < count; index += 1) {
            const at = index * interval
            meter.add({ at, items: at * itemsPerMillisecond, bytes: at })
          }
          const rates = meter.rates()
          expect(rates?.items).toBeCloseTo(itemsPerMillisecond * 1_000, 5)
          expect(rates?.bytes).toBeCloseTo(1_000, 5)
        },
      ),
    )
  })
})
