import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clampTop,
  elementHeight,
  isAtEnd,
  isScaled,
  maximumElementHeight,
  maximumTop,
  renderedRows,
  rowsAt,
  scrollOfTop,
  topOfScroll,
  topToShow,
} from './virtual-scroll.ts'
import type { ScrollGeometry } from './virtual-scroll.ts'

const geometries = fc.record({
  rowCount: fc.integer({ min: 1, max: 20_000_000 }),
  rowHeight: fc.constantFrom(28, 32),
  viewportHeight: fc.integer({ min: 60, max: 2_000 }),
})

function geometry(rowCount: number): ScrollGeometry {
  return { rowCount, rowHeight: 32, viewportHeight: 320 }
}

describe('a small table', () => {
  it('scrolls one to one', () => {
    expect(isScaled(geometry(1_000))).toBe(false)
    expect(elementHeight(geometry(1_000))).toBe(32_000)
    expect(topOfScroll(640, geometry(1_000))).toBe(640)
    expect(scrollOfTop(640, geometry(1_000))).toBe(640)
  })

  it('renders the rows in sight and a few more', () => {
    expect(rowsAt(0, geometry(1_000), 4)).toEqual({ first: 0, end: 15 })
    expect(rowsAt(648, geometry(1_000), 4)).toEqual({ first: 16, end: 35 })
    expect(rowsAt(maximumTop(geometry(1_000)), geometry(1_000), 4)).toEqual({ first: 986, end: 1_000 })
    expect(rowsAt(0, geometry(0), 4)).toEqual({ first: 0, end: 0 })
  })

  it('renders as many rows wherever it is scrolled to between its ends', () => {
    for (const top of [200, 201, 224, 231]) {
      const { first, end } = rowsAt(top, geometry(1_000), 4)
      expect(end - first).toBe(renderedRows(geometry(1_000), 4))
    }
  })
})

describe('a table of ten million rows', () => {
  const huge = geometry(10_000_000)

  it('stays within what an element may be', () => {
    expect(elementHeight(huge)).toBe(maximumElementHeight)
  })

  it('reaches its first and its last row', () => {
    expect(topOfScroll(0, huge)).toBe(0)
    const bottom = maximumElementHeight - huge.viewportHeight
    expect(rowsAt(topOfScroll(bottom, huge), huge, 0)).toEqual({ first: 9_999_990, end: 10_000_000 })
    expect(isAtEnd(topOfScroll(bottom, huge), huge)).toBe(true)
  })
})

describe('any table', () => {
  it('converts a position there and back', () => {
    fc.assert(
      fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true }), (shape, part) => {
        const top = part * maximumTop(shape)
        expect(topOfScroll(scrollOfTop(top, shape), shape)).toBeCloseTo(top, 3)
      }),
    )
  })

  it('moves no row that is being read when rows arrive', () => {
    fc.assert(
      fc.property(geometries, fc.integer({ min: 0, max: 1_000_000 }), fc.nat(), (shape, more, place) => {
        const top = clampTop(place, shape)
        const grown = { ...shape, rowCount: shape.rowCount + more }
        expect(clampTop(top, grown)).toBe(top)
        expect(rowsAt(top, grown, 0).first).toBe(rowsAt(top, shape, 0).first)
      }),
    )
  })

  it('shows the row that is asked for, wholly, and stays where that is so already', () => {
    fc.assert(
      fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (shape, part, pick) => {
        const row = pick % shape.rowCount
        const top = topToShow(row, part * maximumTop(shape), shape)
        const rowTop = row * shape.rowHeight
        expect(rowTop).toBeGreaterThanOrEqual(top)
        expect(rowTop + shape.rowHeight).toBeLessThanOrEqual(top + shape.viewportHeight)
        expect(topToShow(row, top, shape)).toBe(top)
      }),
    )
  })

  it('renders no more rows than the view needs', () => {
    fc.assert(
      fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true }), (shape, part) => {
        const range = rowsAt(part * maximumTop(shape), shape, 6)
        expect(range.end - range.first).toBeLessThanOrEqual(
          Math.ceil(shape.viewportHeight / shape.rowHeight) + 14,
        )
      }),
    )
  })
})
