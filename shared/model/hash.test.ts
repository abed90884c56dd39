import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hashText } from './hash.ts'

it('never changes: it stands in databases', () => {
  expect(['', 'a', 'Batchyard', '/photos/\uDCE9.jpg'].map(hashText)).toMatchInlineSnapshot(`
    [
      3223250587151031,
      816581304142878,
      6774160155951278,
      5269200566690776,
    ]
  `)
})

it('is a whole number that JavaScript and SQLite hold exactly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(Number.isSafeInteger(hashText(text))).toBe(true)
      expect(hashText(text)).toBeGreaterThanOrEqual(0)
    }),
  )
})

it('is different for texts that differ a little', () => {
  const texts = Array.from(
    { length: 100_000 },
    (_, index) => `/photos/2024/${index % 100}/picture-${index}.jpg`,
  )
  expect(new Set(texts.map(hashText)).size).toBe(texts.length)
})
