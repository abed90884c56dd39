import { describe, expect, it } from 'vitest'
import { ratioOf, spreadOf } from './statistics.ts'

describe('the spread of figures', () => {
  it('has the median of an odd and of an even number of rounds, in any order', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 })
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, least: 1, most: 4 })
  })

  it('sorts by size and not by digits', () => {
    expect(spreadOf([100, 9, 20])).toEqual({ median: 20, least: 9, most: 100 })
  })

  it('is unknown for no rounds', () => {
    expect(spreadOf([]).median).toBeNaN()
  })
})

describe('a ratio over rounds', () => {
  it('divides within each round, so that a slow round does not count', () => {
    expect(ratioOf([100, 10, 100], [50, 5, 50])).toEqual({ median: 2, least: 2, most: 2 })
  })

  it('leaves out the rounds that one of both does not have', () => {
    expect(ratioOf([4, 6, 8], [2, 2])).toEqual({ median: 2.5, least: 2, most: 3 })
  })
})
