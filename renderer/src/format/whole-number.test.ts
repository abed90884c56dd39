import { describe, expect, it } from 'vitest'
import { readWholeNumber } from './whole-number.ts'

describe('readWholeNumber', () => {
  it.each([
    ['1', 1],
    [' 42 ', 42],
    ['256', 256],
    ['257', null],
    ['0', null],
    ['-3', null],
    ['1.5', null],
    ['1e2', null],
    ['four', null],
    ['', null],
    ['99999999999999999999', null],
  ])('reads %j as %j', (text, expected) => {
    expect(readWholeNumber(text, 1, 256)).toBe(expected)
  })
})
