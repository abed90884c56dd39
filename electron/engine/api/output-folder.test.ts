import { sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commonFolder } from './outputs.ts'

/** A path of this machine, from one with slashes. */
function path(text: string): string {
  return text.replaceAll('/', sep)
}

describe('the folder that outputs have in common', () => {
  it.each([
    ['/a/out/1.jpg', '/a/out/9.jpg', '/a/out'],
    ['/a/out/1.jpg', '/a/out/deep/1.jpg', '/a/out'],
    ['/a/out/1.jpg', '/a/out2/1.jpg', '/a'],
    ['/a/out/1.jpg', '/a/out/1.jpg', '/a/out'],
    ['/a/b/c/1', '/z/1', '/a/b/c'],
  ])('of %s and %s is %s', (first, last, folder) => {
    expect(commonFolder({ first: path(first), last: path(last) })).toBe(path(folder))
  })
})
