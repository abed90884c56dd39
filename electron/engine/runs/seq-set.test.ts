import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SeqSet } from './seq-set.ts'

type Step =
  | { readonly kind: 'add'; readonly seq: number }
  | { readonly kind: 'delete'; readonly seq: number }
  | { readonly kind: 'take'; readonly limit: number }

const seq = fc.integer({ min: 1, max: 40 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), seq }),
  fc.record({ kind: fc.constant('delete' as const), seq }),
  fc.record({ kind: fc.constant('take' as const), limit: fc.integer({ min: 1, max: 10 }) }),
)

describe('a set of items', () => {
  it('holds what a plain set would, whatever is done to it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const set = new SeqSet()
        const plain = new Set<number>()
        for (const each of steps) {
          if (each.kind === 'add') {
            set.add(each.seq)
            plain.add(each.seq)
          } else if (each.kind === 'delete') {
            expect(set.delete(each.seq)).toBe(plain.delete(each.seq))
          } else {
            const range = set.takeFirst(each.limit)
            expect(range === null).toBe(plain.size === 0)
            if (range === null) continue
            expect(range.first).toBe(Math.min(...plain))
            expect(range.last - range.first).toBeLessThan(each.limit)
            for (let at = range.first; at <= range.last; at += 1) expect(plain.delete(at)).toBe(true)
          }
          expect(set.size).toBe(plain.size)
          for (let at = 0; at <= 41; at += 1) expect(set.has(at)).toBe(plain.has(at))
        }
      }),
    )
  })

  it('hands over every second of a million items, while others come and go', () => {
    // One by one and with all the others moved each time, this would take minutes.
    const set = new SeqSet()
    for (let at = 1; at < 1_000_000; at += 2) set.add(at)
    for (let at = 1; at < 1_000_000; at += 2) {
      const range = set.takeFirst(1_000)
      if (range?.first !== at || range.last !== at) expect(range).toEqual({ first: at, last: at })
      if (at % 10_000 !== 1) continue
      // Where the head is, and what was there before it.
      expect([set.has(at), set.delete(at), set.has(at + 2)]).toEqual([false, false, at + 2 < 1_000_000])
      set.add(at)
      expect(set.takeFirst(1)).toStrictEqual({ first: at, last: at })
    }
    expect([set.size, set.takeFirst(1)]).toEqual([0, null])
  })

  it('hands half a million neighbours over as one', () => {
    const set = new SeqSet()
    for (let at = 500_000; at >= 1; at -= 1) set.add(at)
    expect(set.takeFirst(1_000_000)).toEqual({ first: 1, last: 500_000 })
    expect(set.takeFirst(1)).toBeNull()
  })
})
