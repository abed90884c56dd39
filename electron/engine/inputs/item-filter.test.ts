import { posix, win32 } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inputFilterSchema, noFilter, type InputFilterInput } from '../../../shared/model/input-filter.ts'
import { itemFilter } from './fixtures/item-filters.ts'
import { ItemFilter, type NamedEntry } from './item-filter.ts'

/** An entry by its path below the input's folder. */
function entry(relative: string, isIncluded = false): NamedEntry {
  return { name: relative.slice(relative.lastIndexOf('/') + 1), relative, isIncluded }
}

function file(filter: InputFilterInput, relative: string) {
  return itemFilter(filter).file(entry(relative))
}

function folder(filter: InputFilterInput, relative: string) {
  return itemFilter(filter).folder(entry(relative), relative.split('/').length)
}

describe('extensions', () => {
  it.each([
    ['a.jpg', null],
    ['b/A.JPG', null],
    ['a.tar.gz', null],
    ['a.b.c.tar.gz', null],
    ['a.gz', 'extension'],
    ['a.jpeg', 'extension'],
    ['jpg', 'extension'],
    ['.jpg', 'extension'],
    ['..jpg', null],
    ['a.jpg.', 'extension'],
    ['a.jpg/b', 'extension'],
  ])('jpg and tar.gz: %s gives %s', (path, reason) => {
    expect(file({ extensions: ['.JPG', 'tar.gz'] }, path)).toBe(reason)
  })
})

describe('patterns', () => {
  it.each([
    [{ include: ['*.jpg'] }, 'a/b/c.jpg', null],
    [{ include: ['*.jpg'] }, '.c.jpg', null],
    [{ include: ['*.jpg'] }, 'c.jpg/a', 'pattern'],
    [{ include: ['*.jpg', '*.tif'] }, 'c.tif', null],
    [{ include: ['a/*.jpg'] }, 'a/c.jpg', null],
    [{ include: ['a/*.jpg'] }, 'b/a/c.jpg', 'pattern'],
    [{ include: ['a/*.jpg'] }, 'a/b/c.jpg', 'pattern'],
    [{ include: ['a/**/*.jpg'] }, 'a/b/c.jpg', null],
    [{ include: ['/c.jpg'] }, 'c.jpg', null],
    [{ include: ['/c.jpg'] }, 'a/c.jpg', 'pattern'],
    [{ include: ['./c.jpg'] }, 'c.jpg', null],
    [{ exclude: ['*.jpg'] }, 'a/c.jpg', 'pattern'],
    [{ exclude: ['a/*'] }, 'a/c.jpg', 'pattern'],
    [{ exclude: ['c.jpg/'] }, 'c.jpg', null],
    [{ include: ['*.jpg'], exclude: ['c.*'] }, 'c.jpg', 'pattern'],
    [{ include: ['*.{jpg,tif}'] }, 'x.tif', null],
    [{ include: ['[a-c].jpg'] }, 'd.jpg', 'pattern'],
    [{ include: ['\\*.jpg'] }, '*.jpg', null],
    [{ include: ['\\*.jpg'] }, 'a.jpg', 'pattern'],
    [{ include: ['!a.jpg'] }, '!a.jpg', null],
    [{ include: ['#a'] }, '#a', null],
  ])('%j on the file %s: %s', (filter, path, reason) => {
    expect(file(filter, path)).toBe(reason)
  })

  it.each([
    [{ exclude: ['trash'] }, 'a/trash', 'pattern'],
    [{ exclude: ['trash/'] }, 'a/trash', 'pattern'],
    [{ exclude: ['/trash/'] }, 'a/trash', null],
    [{ exclude: ['a/trash'] }, 'a/trash', 'pattern'],
    [{ include: ['*.jpg'] }, 'a/b', null],
    [{ include: ['a/*.jpg'] }, 'a', null],
    [{ include: ['a/*.jpg'] }, 'b', 'pattern'],
    [{ include: ['a/*.jpg'] }, 'a/b', 'pattern'],
    [{ include: ['a/**'] }, 'a/b/c', null],
    [{ include: ['**/c/x'] }, 'a/b', null],
    [{ include: ['b/'] }, 'a', null],
    [{ include: ['/b/'] }, 'a', 'pattern'],
    [{ maxDepth: 2 }, 'a', null],
    [{ maxDepth: 2 }, 'a/b', 'tooDeep'],
    [{ maxDepth: 1, exclude: ['a'] }, 'a', 'pattern'],
  ])('%j on the folder %s: %s', (filter, path, reason) => {
    expect(folder(filter, path)).toBe(reason)
  })

  it('that ends in / includes all that is in folders of that name', () => {
    const filter = itemFilter({ include: ['b/'] })
    expect(filter.includesAllOf(entry('a/b'))).toBe(true)
    expect(filter.includesAllOf(entry('a'))).toBe(false)
    expect(filter.includesAllOf(entry('a/b/c', true))).toBe(true)
    expect(filter.file(entry('a/b/c/x', true))).toBeNull()
    expect(filter.file(entry('b'))).toBe('pattern')
    expect(itemFilter({ include: ['b/'], exclude: ['x'] }).file(entry('b/x', true))).toBe('pattern')
  })

  it('follows the habits of the platform with capitals and separators', () => {
    const filter = inputFilterSchema.parse({ include: ['A\\*.JPG'] })
    expect(new ItemFilter(filter, 0, { path: win32, ignoreCase: true }).file(entry('a/x.jpg'))).toBeNull()
    expect(new ItemFilter(filter, 0, { path: posix, ignoreCase: false }).file(entry('a/x.jpg'))).toBe(
      'pattern',
    )
  })

  it('that cannot be used is named', () => {
    expect(() => itemFilter({ exclude: ['{a,b}'.repeat(20)] })).toThrow(
      /^The pattern "\{a,b\}.*alternatives/u,
    )
    expect(() => itemFilter({ include: ['/'] })).toThrow('"/" cannot be used: it stands for no name')
  })
})

describe('sizes and times', () => {
  it('are let through at the smallest and at the largest size', () => {
    const filter = itemFilter({ minSize: 10, maxSize: 20 })
    const reasons = [9, 10, 20, 21, null].map((size) => filter.facts({ size, modifiedAt: 0 }))
    expect(reasons).toEqual(['size', null, null, 'size', null])
  })

  it('are let through from the first moment on, and up to the last', () => {
    const now = Date.UTC(2026, 0, 1)
    const filter = itemFilter({ modifiedAfter: '2d', modifiedBefore: '1d' })
    const reasons = [-2.1, -2, -1.1, -1, 0].map((days) =>
      filter.facts({ size: 1, modifiedAt: now + days * 86_400_000 }),
    )
    expect(reasons).toEqual(['modified', null, null, 'modified', 'modified'])
    expect(filter.facts({ size: null, modifiedAt: null })).toBeNull()
  })
})

describe('an empty filter', () => {
  it('lets everything through and needs no names', () => {
    const filter = new ItemFilter(noFilter, 0)
    expect(filter.readsNames).toBe(false)
    expect(filter.hides('.a')).toBe(false)
    expect(filter.file(entry('.a/b'))).toBeNull()
    expect(filter.folder(entry('.a'), 1_000)).toBeNull()
    expect(filter.facts({ size: 0, modifiedAt: -1 })).toBeNull()
  })
})
