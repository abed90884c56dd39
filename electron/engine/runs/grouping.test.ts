import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Grouping } from './grouping.ts'

/** Items are their own weight in letters. */
function groupsOf(items: readonly string[], size: number, room: number): string[][] {
  const grouping = new Grouping<string>({ size, room, weightOf: (path) => path.length }, (item) => item)
  const full = items.flatMap((item) => {
    const group = grouping.add(item)
    return group === null ? [] : [group]
  })
  const rest = grouping.flush()
  expect(grouping.flush()).toEqual([])
  return rest.length === 0 ? full : [...full, rest]
}

const weighed = fc.array(fc.integer({ min: 1, max: 30 }).map((weight) => 'x'.repeat(weight)))

function weightOf(group: readonly string[]): number {
  return group.join('').length
}

describe('Grouping', () => {
  it('has every item once, in order, and each group as large as it may be', () => {
    fc.assert(
      fc.property(
        weighed,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: -5, max: 100 }),
        (items, size, room) => {
          const groups = groupsOf(items, size, room)
          expect(groups.flat()).toEqual(items)
          for (const [place, group] of groups.entries()) {
            expect(group.length).toBeGreaterThan(0)
            expect(group.length).toBeLessThanOrEqual(size)
            if (group.length > 1) expect(weightOf(group)).toBeLessThanOrEqual(room)
            const next = groups[place + 1]?.[0]
            if (next !== undefined && group.length < size) {
              expect(weightOf(group) + next.length).toBeGreaterThan(room)
            }
          }
        },
      ),
    )
  })

  it('gives back what is taken out, with its room', () => {
    const grouping = new Grouping<string>(
      { size: 3, room: 5, weightOf: (path) => path.length },
      (item) => item,
    )
    expect(grouping.add('aaa')).toBeNull()
    expect(grouping.add('b')).toBeNull()
    expect(grouping.remove((item) => item === 'aaa')).toEqual(['aaa'])
    expect(grouping.remove(() => false)).toEqual([])
    expect(grouping.add('cccc')).toBeNull()
    expect(grouping.add('d')).toEqual(['b', 'cccc'])
    expect(grouping.flush()).toEqual(['d'])
  })
})
