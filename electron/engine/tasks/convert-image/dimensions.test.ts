import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { targetDimensions, type ResizeParameters } from './dimensions.ts'
import { parameters } from './parameters.ts'

const defaults = parameters.parse({})

describe('targetDimensions', () => {
  it.each<[Partial<ResizeParameters>, number, number]>([
    [{ resize: 'none' }, 4_000, 3_000],
    [{ resize: 'fit', width: 1_000, height: 600 }, 800, 600],
    [{ resize: 'fill', width: 1_000, height: 600 }, 1_000, 600],
    [{ resize: 'longest-edge', longestEdge: 2_048 }, 2_048, 1_536],
    [{ resize: 'percent', percent: 25 }, 1_000, 750],
    [{ resize: 'percent', percent: 200 }, 4_000, 3_000],
    [{ resize: 'percent', percent: 200, neverEnlarge: false }, 8_000, 6_000],
    [{ resize: 'fill', width: 5_000, height: 1_000 }, 4_000, 1_000],
    [{ resize: 'fill', width: 5_000, height: 1_000, neverEnlarge: false }, 5_000, 1_000],
  ])('makes %j of 4000 × 3000', (wanted, width, height) => {
    expect(targetDimensions({ width: 4_000, height: 3_000 }, { ...defaults, ...wanted })).toEqual({
      width,
      height,
    })
  })

  it('keeps within what was asked for, and never enlarges unless told so', () => {
    const side = fc.integer({ min: 1, max: 20_000 })
    const resize = fc.constantFrom('fit', 'fill', 'longest-edge', 'percent')
    fc.assert(
      fc.property(side, side, side, side, resize, (width, height, toWidth, toHeight, how) => {
        const wanted = { ...defaults, resize: how, width: toWidth, height: toHeight, longestEdge: toWidth }
        const made = targetDimensions({ width, height }, wanted)
        expect(Math.min(made.width, made.height)).toBeGreaterThanOrEqual(1)
        expect(made.width).toBeLessThanOrEqual(width)
        expect(made.height).toBeLessThanOrEqual(height)
        if (how === 'fit' || how === 'fill') {
          expect(made.width).toBeLessThanOrEqual(toWidth)
          expect(made.height).toBeLessThanOrEqual(toHeight)
        }
        if (how === 'longest-edge') expect(Math.max(made.width, made.height)).toBeLessThanOrEqual(toWidth)
      }),
    )
  })
})
