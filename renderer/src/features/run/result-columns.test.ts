import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  firstLayout,
  gridTemplate,
  layoutKey,
  movedColumn,
  readLayout,
  shownColumns,
  tableColumns,
} from './result-columns.ts'

const columns = tableColumns(
  [
    { name: 'digest', type: 'text' },
    { name: 'lines', type: 'integer' },
  ],
  false,
)

function names(text: string | null): string[] {
  return shownColumns(columns, readLayout(text, columns)).map(({ name }) => name)
}

test('at first the usual columns stand in their usual order', () => {
  expect(names(null)).toEqual(['seq', 'path', 'digest', 'lines', 'size', 'duration_ms', 'worker'])
})

test('where the task makes no columns, there is a place for reasons that nothing is sorted by', () => {
  const bare = tableColumns([], false)
  expect(bare.map(({ name }) => name).slice(0, 3)).toEqual(['seq', 'path', 'reason'])
  expect(bare.filter(({ isSortable }) => !isSortable).map(({ name }) => name)).toEqual(['reason'])
})

test('what was changed is remembered; a column that is new since then stands in its place', () => {
  const stored = { order: ['worker', 'path', 'seq', 'size', 'gone'], hidden: ['size'], widths: { path: 5 } }
  expect(names(JSON.stringify(stored))).toEqual(['worker', 'path', 'digest', 'lines', 'seq', 'duration_ms'])
  const layout = readLayout(JSON.stringify(stored), columns)
  expect(gridTemplate(shownColumns(columns, layout), layout)).toBe(
    '36px 72px 48px minmax(7rem, 2fr) 96px 72px 96px',
  )
})

test('whatever was stored, each column is there once', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const { order } = readLayout(text, columns)
      expect([...order].toSorted()).toEqual([...firstLayout(columns).order].toSorted())
    }),
  )
})

test('a column moves by one place, and not past the end', () => {
  expect(movedColumn(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c'])
  expect(movedColumn(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b'])
  expect(movedColumn(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c'])
})

test('every set of columns has a layout of its own, in whatever order they come', () => {
  const [digest, lines] = [
    { name: 'digest', type: 'text' },
    { name: 'lines', type: 'integer' },
  ] as const
  expect(layoutKey('script', [digest, lines])).toBe(layoutKey('script', [lines, digest]))
  expect(layoutKey('script', [digest, lines])).not.toBe(layoutKey('script', [digest]))
  expect(layoutKey('script', [digest])).not.toBe(layoutKey('command', [digest]))
})
