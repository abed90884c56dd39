import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packItems, unpackItems } from './packed-items.ts'

describe('the items of a message', () => {
  it('are the same strings after packing and cloning, whatever is in them', () => {
    const strings = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 60 })
    fc.assert(
      fc.property(strings, (items) => {
        expect(unpackItems(structuredClone(packItems(items)))).toEqual(items)
      }),
    )
  })

  it('keep halves of characters apart that would make a whole one together', () => {
    const halves = Array.from({ length: 20 }, (_, place) => (place % 2 === 0 ? '\uD83D' : '\uDE00'))
    expect(unpackItems(packItems(halves))).toEqual(halves)
  })

  it('are sent as one text where all are strings and there are many', () => {
    expect(packItems(Array.from({ length: 16 }, () => 'a'))).toMatchObject({ text: 'a'.repeat(16) })
  })

  it('are sent as they are where one is not a string, or where there are few', () => {
    const mixed = [...Array.from({ length: 16 }, () => 'a'), 1]
    expect(packItems(mixed)).toBe(mixed)
    const few = ['a', 'b']
    expect(packItems(few)).toBe(few)
  })
})
