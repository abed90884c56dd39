import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toIsoDate } from './iso-date.ts'

/** The last moment that a date can have, on either side of 1970. */
const furthest = 8.64e15

it('writes any moment as a date does, one after another', () => {
  const moment = fc.oneof(
    fc.double({ min: -furthest, max: furthest, noNaN: true }),
    fc.integer({ min: -3_000, max: 3_000 }),
    fc.constantFrom(-furthest, furthest, -0.5, 0, 1_764_485_999_999),
  )
  fc.assert(
    fc.property(fc.array(moment), (moments) => {
      expect(moments.map(toIsoDate)).toEqual(moments.map((each) => new Date(each).toISOString()))
    }),
  )
})

it('says nothing of what is no moment', () => {
  const none = [null, Number.NaN, Number.POSITIVE_INFINITY, furthest + 1, -furthest - 1, 1e300]
  expect(none.map(toIsoDate)).toEqual(none.map(() => null))
})
