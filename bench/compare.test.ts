import { describe, expect, it } from 'vitest'
import { compare, type Contender } from './compare.ts'

/** What a comparison tells. */
function tellNobody(line: string): void {
  expect(line).toMatch(/^round \d: /)
}

/** A contender whose figure grows from round to round, and which notes when it had its turn. */
function contender(name: string, turns: string[], first: number): Contender {
  let figure = first
  return {
    name,
    measure() {
      turns.push(name)
      return { speed: (figure += 1) }
    },
  }
}

describe('a comparison', () => {
  it('lets all take turns and turns the order about in every other round', () => {
    const turns: string[] = []
    const found = compare([contender('a', turns, 0), contender('b', turns, 10)], [], 3, tellNobody)
    expect(turns.join('')).toBe('abbaab')
    expect(found.values('a', 'speed')).toEqual([1, 2, 3])
    expect(found.spread('b', 'speed')).toEqual({ median: 12, least: 11, most: 13 })
    expect(found.ratio('b', 'a', 'speed')).toEqual({ median: 6, least: 13 / 3, most: 11 })
  })

  it('finds the best by its median', () => {
    const found = compare([contender('a', [], 0), contender('b', [], 10)], [], 1, tellNobody)
    expect(found.best(['a', 'b'], 'speed')).toBe('b')
    expect(found.best(['a', 'unknown'], 'speed')).toBe('a')
    expect(found.best(['unknown'], 'speed')).toBeNull()
  })

  it('leaves out a contender from the round on in which it fails, and says why', () => {
    const turns: string[] = []
    const failing: Contender = {
      name: 'failing',
      measure() {
        turns.push('f')
        throw new Error('it is broken')
      },
    }
    const missing = { name: 'missing', reason: 'it is not installed' }
    const found = compare([contender('a', turns, 0), failing], [missing], 3, tellNobody)
    expect(turns.join('')).toBe('afaa')
    expect(found.names).toEqual(['a'])
    expect(found.ratio('a', 'failing', 'speed')).toBeNull()
    expect(found.failed).toEqual([{ name: 'failing', reason: 'failed: it is broken' }])
    expect(found.leftOut).toEqual([missing, ...found.failed])
  })

  it('knows no figure of a contender that was not there', () => {
    const found = compare([contender('a', [], 0)], [], 1, tellNobody)
    expect(found.values('b', 'speed')).toBeNull()
    expect(found.spread('a', 'another figure')).toBeNull()
  })

  it('shows of a failed program what its error says, and not the source that is printed before it', () => {
    const failing: Contender = {
      name: 'failing',
      measure() {
        throw new Error(
          'node ended with code 1: file:///a.ts:1\n  throw it\n  ^\n\nTypeError: no such item\n  at a',
        )
      },
    }
    const [failed] = compare([failing], [], 1, tellNobody).failed
    expect(failed?.reason).toBe('failed: TypeError: no such item at a')
  })
})
