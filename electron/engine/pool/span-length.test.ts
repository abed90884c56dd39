import { describe, expect, it } from 'vitest'
import { SpanLength } from './span-length.ts'

/** What it says for items of so many milliseconds each, that follow one another. */
function lengths(span: SpanLength, itemTime: number, count: number, firstSerial = 1, at = 0): number[] {
  const all: number[] = []
  let serial = firstSerial
  let now = at
  for (let turn = 0; turn < count; turn += 1) {
    const length = span.next(serial, now)
    all.push(length)
    serial += length
    now += length * itemTime
  }
  return all
}

describe('how many items are begun at once', () => {
  it('at most doubles, up to the largest', () => {
    expect(lengths(new SpanLength(64), 0.0001, 9)).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64])
  })

  it('is what fits into a millisecond', () => {
    expect(lengths(new SpanLength(256), 0.1, 8).slice(-1)).toEqual([10])
  })

  it('is one for items that take longer', () => {
    const span = new SpanLength(256)
    lengths(span, 0.001, 6)
    expect(lengths(span, 5, 3, 1000, 1000).slice(1)).toEqual([1, 1])
  })

  it('is not measured over a rest, and begins anew with another call', () => {
    const span = new SpanLength(256)
    lengths(span, 0.001, 5)
    span.interrupt()
    expect(span.next(100, 90_000)).toBe(16)
    span.restart()
    expect(span.next(200, 90_001)).toBe(1)
  })
})
