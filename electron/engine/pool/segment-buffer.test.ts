import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SegmentBuffer } from './segment-buffer.ts'
import type { Segment } from './segment.ts'

function segment(first: number, count: number): Segment {
  const values = Array.from({ length: count }, (_, place) => first + place)
  return { first, values, start: 0, end: count, failures: null, worker: 1, startedAt: 0, durations: null }
}

function readAll(buffer: SegmentBuffer): unknown[] {
  const values: unknown[] = []
  for (let reader = buffer.current; reader !== undefined; reader = buffer.current) {
    values.push(reader.takeValue())
    buffer.advance()
  }
  return values
}

/** Segments of the given lengths, one after the other, brought into the order of `keys`. */
function shuffledSegments(parts: readonly (readonly [length: number, key: number])[]): Segment[] {
  let first = 0
  const keyed = parts.map(([length, key]) => {
    const made = segment(first, length)
    first += length
    return { made, key }
  })
  return keyed.toSorted((a, b) => a.key - b.key).map(({ made }) => made)
}

const shuffled = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer())).map(shuffledSegments)

describe('the buffer of results', () => {
  it('releases them in the order of the input, whatever the order in which they come', () => {
    fc.assert(
      fc.property(shuffled, (segments) => {
        const buffer = new SegmentBuffer('input')
        const read: unknown[] = []
        let added = 0
        for (const each of segments) {
          buffer.add(each)
          added += each.end - each.start
          read.push(...readAll(buffer))
          expect(buffer.waiting?.held ?? 0).toBe(added - read.length)
          if (buffer.waiting !== null) expect(buffer.waiting.index).toBe(read.length)
        }
        expect(read).toEqual(read.map((_, index) => index))
        expect(read).toHaveLength(added)
      }),
    )
  })

  it('gives them as they come where order does not matter', () => {
    fc.assert(
      fc.property(shuffled, (segments) => {
        const buffer = new SegmentBuffer('completion')
        for (const each of segments) buffer.add(each)
        expect(buffer.waiting).toBeNull()
        expect(readAll(buffer)).toEqual(segments.flatMap((each) => each.values))
      }),
    )
  })

  it('can release everything in order and without what is missing', () => {
    const buffer = new SegmentBuffer('input')
    for (const first of [7, 3, 0]) buffer.add(segment(first, 2))
    buffer.releaseAll()
    expect(readAll(buffer)).toEqual([0, 1, 3, 4, 7, 8])
    expect(buffer.waiting).toBeNull()
  })

  it('counts what it forgets', () => {
    const buffer = new SegmentBuffer('input')
    for (const first of [0, 5]) buffer.add(segment(first, 3))
    buffer.current?.takeValue()
    expect(buffer.clear()).toBe(5)
    expect(buffer.current).toBeUndefined()
    expect(buffer.waiting).toBeNull()
  })
})
