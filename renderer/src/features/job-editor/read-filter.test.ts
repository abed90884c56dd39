import { describe, expect, it } from 'vitest'
import { inputFilterSchema, noFilter } from '../../../../shared/model/input-filter.ts'
import { emptyFilterFields } from '../../stores/filter-fields.ts'
import { patternsOf, readFilterFields } from './read-filter.ts'

describe('readFilterFields', () => {
  it('asks for nothing where nothing was typed', () => {
    const { filter, problems, rules } = readFilterFields(emptyFilterFields())
    expect(inputFilterSchema.parse(filter)).toEqual(noFilter)
    expect([problems, rules]).toEqual([{}, 0])
  })

  it('reads every field as the engine takes it', () => {
    const { filter, problems, rules } = readFilterFields({
      extensions: 'jpg, .tif;tar.gz',
      include: 'a/**',
      exclude: 'trash/, *.{tmp,bak}',
      minSize: ' 4 KiB ',
      maxSize: '10MB',
      modifiedAfter: '7d',
      modifiedBefore: '2026-11-24',
      maxDepth: '2',
      hidden: false,
      followLinks: true,
      wholeFolders: true,
    })
    expect(inputFilterSchema.parse(filter)).toEqual({
      extensions: ['jpg', '.tif', 'tar.gz'],
      include: ['a/**'],
      exclude: ['trash/', '*.{tmp,bak}'],
      minSize: 4_096,
      maxSize: 10_000_000,
      modifiedAfter: '7d',
      modifiedBefore: '2026-11-24',
      maxDepth: 2,
      hidden: false,
      followLinks: true,
      wholeFolders: true,
    })
    expect([problems, rules]).toEqual([{}, 11])
  })

  it('says which fields cannot be read, and leaves them out', () => {
    const { filter, problems } = readFilterFields({
      ...emptyFilterFields(),
      extensions: 'a/b',
      minSize: '10M',
      modifiedAfter: 'soon',
      maxDepth: '0',
    })
    expect(problems).toEqual({
      extensions: 'extension',
      minSize: 'size',
      modifiedAfter: 'moment',
      maxDepth: 'depth',
    })
    expect(inputFilterSchema.parse(filter)).toEqual(noFilter)
    const { problems: order } = readFilterFields({ ...emptyFilterFields(), minSize: '2', maxSize: '1' })
    expect(order).toEqual({ maxSize: 'sizeOrder' })
  })
})

describe('patternsOf', () => {
  it.each([
    ['', []],
    [' , ,', []],
    ['*.jpg', ['*.jpg']],
    ['*.jpg, a b/', ['*.jpg', 'a b/']],
    ['*.{a,b},c', ['*.{a,b}', 'c']],
    ['{a,{b,c}},d}', ['{a,{b,c}}', 'd}']],
    ['{a,b', ['{a,b']],
  ])('%j', (text, patterns) => {
    expect(patternsOf(text)).toEqual(patterns)
  })
})
