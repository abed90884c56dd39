import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RowSelection } from './row-selection.ts'

const steps = fc.array(
  fc.record({ kind: fc.constantFrom('only', 'toggle', 'extendTo'), row: fc.integer({ min: 0, max: 20 }) }),
  { maxLength: 30 },
)

test('whatever is done, the same rows are selected as in a plain set', () => {
  fc.assert(
    fc.property(steps, (done) => {
      let selection = RowSelection.none
      let model = new Set<number>()
      let anchor: number | null = null
      for (const { kind, row } of done) {
        if (kind === 'only') {
          selection = selection.only(row)
          model = new Set([row])
          anchor = row
        } else if (kind === 'toggle') {
          selection = selection.toggle(row)
          if (!model.delete(row)) model.add(row)
          anchor = row
        } else {
          selection = selection.extendTo(row)
          const from: number = anchor ?? row
          const [first, last] = [Math.min(from, row), Math.max(from, row)]
          model = new Set(Array.from({ length: last - first + 1 }, (_, index) => first + index))
          anchor = from
        }
        const wanted = [...model].toSorted((one, other) => one - other)
        expect(selection.rows(100)).toEqual(wanted)
        expect(selection.count).toBe(wanted.length)
        expect(selection.has(row)).toBe(model.has(row))
      }
    }),
  )
})

test('all of a million rows cost no more than one', () => {
  const all = RowSelection.none.all(1_000_000)
  expect(all.count).toBe(1_000_000)
  expect(all.rows(3)).toEqual([0, 1, 2])
  expect(all.toggle(500_000).count).toBe(999_999)
  expect(RowSelection.none.all(0).count).toBe(0)
})
