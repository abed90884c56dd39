import { expect, it } from 'vitest'
import { recipeText } from './recipe.ts'

it('is the same in whatever order parameters were written, and different in any other way', () => {
  const one = { type: 'x', version: 1, parameters: { a: [1, { c: 2, d: null }], b: '1' } }
  const same = { type: 'x', version: 1, parameters: { b: '1', a: [1, { d: null, c: 2 }] } }
  expect(recipeText(one)).toBe(recipeText(same))
  const others = [
    { ...one, version: 2 },
    { ...one, type: 'y' },
    { ...one, parameters: { ...one.parameters, b: 1 } },
    { ...one, parameters: { ...one.parameters, a: [{ c: 2, d: null }, 1] } },
    { ...one, parameters: { a: one.parameters.a } },
    {
      ...one,
      parameters: {
        ...one.parameters,
        a: [
          1,
          [
            ['c', 2],
            ['d', null],
          ],
        ],
      },
    },
    one,
  ]
  expect(new Set(others.map(recipeText)).size).toBe(others.length)
})
