import { describe, expect, it } from 'vitest'
import { atLeast, atMost, goalCells, isReached, lowest } from './goals.ts'

function always(median: number): { median: number; least: number; most: number } {
  return { median, least: median, most: median }
}

describe('a goal', () => {
  it('is reached at its bound and not beyond', () => {
    expect(isReached(atLeast('speed', 2, always(2)))).toBe(true)
    expect(isReached(atLeast('speed', 2, always(1.99)))).toBe(false)
    expect(isReached(atMost('memory', 5, 'MB', always(5)))).toBe(true)
    expect(isReached(atMost('memory', 5, 'MB', always(5.01)))).toBe(false)
  })

  it('must be reached with a time limit as without, where both are measured', () => {
    expect(isReached(atLeast('speed', 2, always(3), always(2)))).toBe(true)
    expect(isReached(atLeast('speed', 2, always(3), always(1)))).toBe(false)
    expect(isReached(atLeast('speed', 2, always(1), always(3)))).toBe(false)
  })

  it('is neither reached nor missed where it was not measured', () => {
    expect(isReached(atLeast('speed', 2, null))).toBeNull()
    expect(isReached(atLeast('speed', 2, always(3), null))).toBeNull()
    expect(isReached(atLeast('speed', 2, always(Number.NaN)))).toBeNull()
    expect(goalCells(atLeast('speed', 2, null)).at(-1)).toBe('not measured')
  })

  it('shows its figure with the least and most, its unit and its verdict', () => {
    const goal = atMost('memory', 5, 'MB', { median: 6, least: 4, most: 7 })
    expect(goalCells(goal)).toEqual(['memory', '6.00 MB (4.00 to 7.00)', '', 'at most 5 MB', '**missed**'])
  })

  it('over several figures is as good as the lowest of them', () => {
    expect(lowest([always(3), always(1), always(2)])).toEqual(always(1))
    expect(lowest([always(3), null])).toBeNull()
  })
})
