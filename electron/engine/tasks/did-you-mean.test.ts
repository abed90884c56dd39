import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { didYouMean, editDistance } from './did-you-mean.ts'

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['a', '', 1],
    ['kitten', 'sitting', 3],
    ['sha256', 'sha265', 2],
    ['😀a', 'a', 1],
    ['a', '😀', 1],
  ])('from %j to %j is %i', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance)
  })

  it('is a distance', () => {
    const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') })
    fc.assert(
      fc.property(word, word, word, (one, other, third) => {
        expect(editDistance(one, other) === 0).toBe(one === other)
        expect(editDistance(one, other)).toBe(editDistance(other, one))
        expect(editDistance(one, third)).toBeLessThanOrEqual(
          editDistance(one, other) + editDistance(other, third),
        )
      }),
    )
  })
})

describe('didYouMean', () => {
  it('proposes the nearest word, or none', () => {
    expect(didYouMean('SHA265', ['md5', 'sha256', 'sha512'])).toBe(' Did you mean "sha256"?')
    expect(didYouMean('crc32', ['md5', 'sha256'])).toBe('')
    expect(didYouMean('x'.repeat(1_000_000), ['md5'])).toBe('')
    expect(didYouMean('md5', [])).toBe('')
  })
})
