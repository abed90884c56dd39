import { describe, expect, it } from 'vitest'
import type { ComparedItem } from '../../../../shared/model/comparison.ts'
import type { Cell, ResultStatus } from '../../../../shared/model/result.ts'
import { changedText, changedValues } from './compared-values.ts'

const columns = [
  { name: 'digest', type: 'text' },
  { name: 'bytes', type: 'integer' },
  { name: 'sound', type: 'boolean' },
] as const

function item(values: readonly Cell[], status: ResultStatus = 'succeeded'): ComparedItem {
  const never = { size: null, modifiedAt: null, error: null, cause: null, doneInRun: null, output: null }
  const result = { ...never, position: 1, seq: 1, path: '/a', status, startedAt: 0, duration: 1, worker: 1 }
  return { seq: 1, result: { ...result, attempt: 1, values: [...values] } }
}

describe('the values of an item in two runs', () => {
  it('are told where they differ', () => {
    const row = { before: item(['a', 1, true]), after: item(['b', 1, null], 'already-done') }
    const changed = changedValues(row, columns)
    expect(changed).toEqual([
      { column: 'digest', before: 'a', after: 'b' },
      { column: 'sound', before: true, after: null },
    ])
    const title = (column: string): string => column.toUpperCase()
    expect(changedText(changed, 'before', title, 3)).toBe('DIGEST: a, SOUND: true')
    expect(changedText(changed, 'after', title, 3)).toBe('DIGEST: b, SOUND: –')
    expect(changedText(changed.slice(0, 1), 'after', title, 1)).toBe('b')
  })

  it.each([
    ['an item that is in one run only', null, item(['b', 1, true])],
    ['an item that was not done', { seq: 1, result: null }, item(['b', 1, true])],
    ['an item that was skipped', item([], 'skipped'), item(['b', 1, true])],
    ['equal values', item(['b', 1, true]), item(['b', 1, true])],
  ])('are not told of %s', (_name, before, after) => {
    expect(changedValues({ before, after }, columns)).toEqual([])
  })
})
