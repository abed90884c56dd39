import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TimeLeft, type TimeRange } from './time-left.ts'

/** A run that never was: items of many sizes, workers that take turns, and what each would have taken. */
interface Synthetic {
  readonly items: number
  readonly workers: number
  /** Milliseconds for each item and for each byte. */
  readonly perItem: number
  readonly perByte: number
  /** The standard deviation of the logarithm of sizes, and of the chance in durations. */
  readonly sizeSpread: number
  readonly chance: number
  /** How far the speed wanders from item to item, and back again: the standard deviation of its logarithm's steps. */
  readonly wander: number
}

/** Numbers from 0 to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Plays a run, asks for the time left when the share `askedAt` is done, and compares it with what came. */
function play(run: Synthetic, seed: number, askedAt: number): { range: TimeRange | null; actual: number } {
  const random = generator(seed)
  let speed = 0
  const items = Array.from({ length: run.items }, () => {
    const bytes = Math.round(50_000 * Math.exp(run.sizeSpread * normal(random)))
    speed = 0.98 * speed + run.wander * normal(random)
    const chance = Math.exp(run.chance * normal(random) + speed)
    return { bytes, duration: (run.perItem + run.perByte * bytes) * chance }
  })
  const busyUntil = Array.from({ length: run.workers }, () => 0)
  const ends = items.map(({ bytes, duration }) => {
    const worker = busyUntil.indexOf(Math.min(...busyUntil))
    const end = (busyUntil[worker] ?? 0) + duration
    busyUntil[worker] = end
    return { at: end, bytes, duration }
  })
  ends.sort((a, b) => a.at - b.at)
  const timeLeft = new TimeLeft()
  const done = Math.round(run.items * askedAt)
  let [bytesDone, nextMark] = [0, 0]
  for (const [place, end] of ends.slice(0, done).entries()) {
    for (; nextMark <= end.at; nextMark += 250) {
      timeLeft.mark({ at: nextMark, items: place, bytes: bytesDone })
    }
    timeLeft.learn(end.bytes, end.duration)
    bytesDone += end.bytes
  }
  const all = items.reduce((total, { bytes }) => total + bytes, 0)
  const range = timeLeft.estimate({ items: run.items - done, bytes: all - bytesDone })
  return { range, actual: (ends.at(-1)?.at ?? 0) - (ends[done - 1]?.at ?? 0) }
}

const even: Synthetic = {
  items: 1_500,
  workers: 4,
  perItem: 20,
  perByte: 0.001,
  sizeSpread: 1,
  chance: 0.5,
  wander: 0,
}

const kinds: readonly (readonly [string, Synthetic])[] = [
  ['of many sizes', even],
  ['where the content is everything', { ...even, perItem: 0.1, perByte: 0.002 }],
  ['where sizes mean nothing', { ...even, perByte: 0 }],
  ['with few large among many small', { ...even, sizeSpread: 2 }],
  ['that a single worker does', { ...even, items: 600, workers: 1 }],
  ['whose speed wanders', { ...even, wander: 0.03 }],
]

describe('the time left', () => {
  it.each(kinds)('lies in its range about four times in five, in runs %s', (_, run) => {
    let [within, told] = [0, 0]
    const played = 400
    for (let seed = 1; seed <= played; seed += 1) {
      const { range, actual } = play(run, seed, 0.2 + 0.6 * ((seed % 7) / 6))
      if (range === null) continue
      told += 1
      if (range.low <= actual && actual <= range.high) within += 1
    }
    expect(told).toBe(played)
    expect(within / told).toBeGreaterThan(0.68)
    expect(within / told).toBeLessThan(0.95)
  })

  it('is a range that is of use: narrow where much was seen and the work is even', () => {
    const { range, actual } = play({ ...even, items: 6_000, chance: 0.1 }, 3, 0.5)
    expect((range?.high ?? Infinity) - (range?.low ?? 0)).toBeLessThan(actual / 5)
  })

  it('knows large items from small ones: the large ones last take their time', () => {
    const timeLeft = new TimeLeft()
    for (let at = 0; at <= 100; at += 1) {
      timeLeft.learn(1_000, 100 + 1)
      timeLeft.learn(2_000, 100 + 2)
      timeLeft.mark({ at: at * 203, items: at * 2, bytes: at * 3_000 })
    }
    const range = timeLeft.estimate({ items: 10, bytes: 10 * 900_000 })
    expect(range?.low).toBeCloseTo(10_000, -1)
    expect(range?.high).toBeCloseTo(10_000, -1)
  })

  it('goes by bytes while a first large item is still in hand', () => {
    const timeLeft = new TimeLeft()
    for (let at = 0; at <= 20; at += 1) timeLeft.mark({ at: at * 250, items: 0, bytes: at * 25 })
    const range = timeLeft.estimate({ items: 1, bytes: 1_000 })
    expect(range?.low).toBeCloseTo(10_000)
    expect(range?.high).toBeCloseTo(10_000)
  })

  it('goes by bytes where those left are far larger than those that are done, whose sizes tell nothing', () => {
    const timeLeft = new TimeLeft()
    for (let item = 0; item < 20; item += 1) timeLeft.learn(100 + item, (item % 3) + 1)
    for (let at = 0; at <= 20; at += 1) timeLeft.mark({ at: at * 250, items: 20, bytes: 2_200 + at * 25e6 })
    const range = timeLeft.estimate({ items: 2, bytes: 800e9 })
    // At 100 MB a second.
    expect(range?.low).toBeGreaterThan(7_000_000)
    expect(range?.high).toBeLessThan(9_000_000)
  })

  it('is not told before there is something to tell it by, and is nothing at the end', () => {
    const timeLeft = new TimeLeft()
    expect(timeLeft.estimate({ items: 5, bytes: 5 })).toBeNull()
    timeLeft.learn(10, 10)
    timeLeft.mark({ at: 0, items: 0, bytes: 0 })
    timeLeft.mark({ at: 1_000, items: 1, bytes: 10 })
    expect(timeLeft.estimate({ items: 5, bytes: 5 })).toBeNull()
    expect(timeLeft.estimate({ items: 0, bytes: 0 })).toEqual({ low: 0, high: 0 })
  })

  it('is not told where items cost nothing that could be measured', () => {
    const timeLeft = new TimeLeft()
    for (let at = 0; at < 20; at += 1) {
      timeLeft.learn(0, 0)
      timeLeft.mark({ at: at * 250, items: at, bytes: 0 })
    }
    expect(timeLeft.estimate({ items: 10, bytes: 0 })).toBeNull()
  })

  it('is told in numbers or not at all of a run that stands still', () => {
    const timeLeft = new TimeLeft()
    timeLeft.learn(10, 100)
    let at = 0
    for (let items = 0; items < 10; items += 1, at += 250) timeLeft.mark({ at, items, bytes: items * 10 })
    expect(timeLeft.estimate({ items: 5, bytes: 50 })).not.toBeNull()
    // One item takes an hour, or all that are left wait for their volume.
    for (const end = at + 3_600_000; at < end; at += 250) {
      timeLeft.mark({ at, items: 9, bytes: 90 })
      const range = timeLeft.estimate({ items: 5, bytes: 50 })
      if (range === null) continue
      expect(range.low).toBeGreaterThanOrEqual(0)
      expect(range.high).toBeGreaterThanOrEqual(range.low)
      expect(range.high).toBeLessThan(Infinity)
    }
  })

  it('is a range of numbers or nothing, whatever a run does', () => {
    const step = fc.record({
      times: fc.nat(60),
      pause: fc.constantFrom(1, 200, 250, 10_000, 10_000_000),
      items: fc.constantFrom(0, 0, 1, 1_000),
      bytes: fc.constantFrom(0, 1, 1e6, Number.MAX_SAFE_INTEGER / 64),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.nat(1_000), fc.nat(), (steps, items, bytes) => {
        const timeLeft = new TimeLeft()
        const mark = { at: 0, items: 0, bytes: 0 }
        const all = steps.flatMap(({ times, ...each }) => Array.from({ length: times }, () => each))
        for (const { pause, ...done } of all) {
          mark.at += pause
          mark.items += done.items
          mark.bytes += done.bytes
          if (done.items > 0) timeLeft.learn(done.bytes / done.items, pause)
          timeLeft.mark({ ...mark })
          const range = timeLeft.estimate({ items, bytes })
          if (range === null) continue
          expect(range.low).toBeGreaterThanOrEqual(0)
          expect(range.high).toBeGreaterThanOrEqual(range.low)
          expect(range.high).toBeLessThan(Infinity)
        }
      }),
    )
  })
})
