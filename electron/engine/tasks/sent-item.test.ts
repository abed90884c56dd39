import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identityOfSent, packItem, unpackItem } from './sent-item.ts'

const ordinary = fc.record({
  seq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  path: fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  size: fc.option(fc.nat(Number.MAX_SAFE_INTEGER)),
  modifiedAt: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  problem: fc.constant(null),
  isAgain: fc.constant(false),
  output: fc.constant(null),
})

describe('an item that is sent to a worker', () => {
  it('arrives as it was, whatever is in its path', () => {
    fc.assert(
      fc.property(ordinary, (item) => {
        const sent = packItem(item)
        expect(typeof sent).toBe('string')
        // A date of -0 arrives as 0, the same moment.
        const modifiedAt = item.modifiedAt === null ? null : item.modifiedAt + 0
        expect(unpackItem(sent)).toEqual({ ...item, modifiedAt })
        expect(identityOfSent(sent)).toMatchObject({ seq: item.seq, path: item.path })
      }),
    )
  })

  it('keeps the spaces and line breaks of its path', () => {
    const path = ' / a  b \n c '
    const item = { seq: 7, path, size: 0, modifiedAt: 1.5, problem: null, isAgain: false, output: null }
    expect(unpackItem(packItem(item))).toEqual(item)
  })

  it('goes as it is where there is more to say of it', () => {
    const item = { seq: 7, path: '/a', size: 1, modifiedAt: 1, problem: null, isAgain: false, output: null }
    for (const more of [
      { isAgain: true },
      { problem: { code: 'NOT_FOUND', message: 'It is gone.' } },
      { output: { action: 'create', path: '/b' } as const },
    ]) {
      const special = { ...item, ...more }
      expect(packItem(special)).toBe(special)
      expect(identityOfSent(special)).toMatchObject({ seq: 7, path: '/a' })
    }
  })

  it('is nothing else: what is no item is refused, and has no identity', () => {
    expect(() => unpackItem({ seq: 'one' })).toThrow()
    expect(identityOfSent(['/a'])).toBeNull()
    expect(identityOfSent(null)).toBeNull()
  })
})
