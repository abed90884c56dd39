import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexGroups, type ValueRow } from './group-index.ts'

interface Example {
  readonly value: string | number
  readonly inode: string | null
}

/** In the order in which a walk through the results comes upon them: by value, inode and position. */
function walk(examples: readonly Example[]): ValueRow[] {
  return examples
    .map((example, index) => ({ ...example, position: index + 1 }))
    .toSorted((one, other) => {
      const [first, second] = [String(one.value), String(other.value)]
      if (first !== second) return first < second ? -1 : 1
      const [firstInode, secondInode] = [one.inode ?? '', other.inode ?? '']
      if (firstInode !== secondInode) return firstInode < secondInode ? -1 : 1
      return one.position - other.position
    })
}

describe('indexGroups', () => {
  it('finds the groups that a map finds, those that waste most first', () => {
    const example = fc.record({
      value: fc.constantFrom('a', 'b', 'c', 'd', 7),
      inode: fc.constantFrom(null, '1', '2'),
    })
    fc.assert(
      fc.property(fc.array(example, { maxLength: 40 }), (examples) => {
        const sizeOf = (position: number): number => String(examples[position - 1]?.value).charCodeAt(0) % 3
        const index = indexGroups(walk(examples), sizeOf)
        const found = Array.from(index.files, (files, group) => ({
          positions: [...index.positions.subarray(index.starts[group], index.starts[group + 1])],
          files,
          wasted: index.wasted[group],
        }))

        const expected = [...Map.groupBy(examples.keys(), (key) => examples[key]?.value).values()]
          .filter((members) => members.length > 1)
          .map((members) => {
            const inodes = members.map((member) => examples[member]?.inode ?? null)
            const files =
              new Set(inodes.filter((inode) => inode !== null)).size +
              inodes.filter((inode) => inode === null).length
            const positions = members.map((member) => member + 1)
            return { positions, files, wasted: (files - 1) * sizeOf(positions[0] ?? 0) }
          })
          .toSorted(
            (one, other) => other.wasted - one.wasted || (one.positions[0] ?? 0) - (other.positions[0] ?? 0),
          )
        expect(found).toEqual(expected)
      }),
    )
  })

  it('asks for the size of the first of each group only', () => {
    const asked: number[] = []
    const rows = walk(['a', 'b', 'a', 'c', 'b', 'a'].map((value) => ({ value, inode: null })))
    indexGroups(rows, (position) => {
      asked.push(position)
      return 1
    })
    expect(asked).toEqual([1, 2])
  })
})
