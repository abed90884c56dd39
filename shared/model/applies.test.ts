import { describe, expect, it } from 'vitest'
import { applies } from './applies.ts'
import type { AppliesWhen } from './task-type.ts'

describe('applies', () => {
  it('is so of a parameter without conditions', () => {
    expect(applies(undefined, {})).toBe(true)
  })

  it('asks for one of the values, of the same type', () => {
    const when: AppliesWhen = [{ count: { isOneOf: ['fit', 3, false] } }]
    for (const count of ['fit', 3, false]) expect(applies(when, { count })).toBe(true)
    for (const count of ['Fit', '3', 0, null, undefined]) expect(applies(when, { count })).toBe(false)
    expect(applies(when, {})).toBe(false)
  })

  it('asks for something rather than nothing', () => {
    const when: AppliesWhen = [{ text: { isFilled: true } }]
    for (const text of ['x', ' ', 0, false, ['a'], { a: 1 }]) expect(applies(when, { text })).toBe(true)
    for (const text of ['', null, undefined, [], {}]) expect(applies(when, { text })).toBe(false)
  })

  it('asks for a text with another in it', () => {
    const when: AppliesWhen = [{ command: { contains: '{all}' } }]
    expect(applies(when, { command: 'wc {all}' })).toBe(true)
    for (const command of ['wc {}', '', null, ['{all}']]) expect(applies(when, { command })).toBe(false)
  })

  it('asks for all conditions of one of the entries', () => {
    const when: AppliesWhen = [
      { format: { isOneOf: ['jpeg'] } },
      { format: { isOneOf: ['webp'] }, lossless: { isOneOf: [false] } },
    ]
    expect(applies(when, { format: 'jpeg', lossless: true })).toBe(true)
    expect(applies(when, { format: 'webp', lossless: false })).toBe(true)
    expect(applies(when, { format: 'webp', lossless: true })).toBe(false)
    expect(applies(when, { format: 'png', lossless: false })).toBe(false)
  })
})
