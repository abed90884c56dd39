import { expect, it } from 'vitest'
import { nothingLeftOut } from '../../../shared/model/run.ts'
import { leftOutLines } from './left-out.ts'

it('says by which rule how much was left out, and nothing of rules that left out nothing', () => {
  expect(leftOutLines(nothingLeftOut)).toEqual([])
  expect(leftOutLines({ ...nothingLeftOut, hidden: 1, extension: 12_000, size: 1 })).toEqual([
    '1 hidden file or folder was left out.',
    '12,000 files were left out by their extensions.',
    '1 file was left out by its size.',
  ])
  const all = {
    duplicates: 2,
    links: 2,
    hidden: 2,
    tooDeep: 2,
    pattern: 2,
    extension: 2,
    size: 2,
    modified: 2,
  }
  expect(leftOutLines(all)).toHaveLength(Object.keys(nothingLeftOut).length)
})
