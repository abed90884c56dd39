import { describe, expect, it } from 'vitest'
import { pastedPaths } from './pasted-paths.ts'

describe('pastedPaths', () => {
  it('takes one path a line, whatever ends the line', () => {
    expect(pastedPaths('/a/one\r\n/a/two\n\n/a/three')).toEqual(['/a/one', '/a/two', '/a/three'])
  })

  it('takes off quotes that a file manager put around a path, and only those', () => {
    expect(pastedPaths('"C:\\My files\\a.txt"')).toEqual(['C:\\My files\\a.txt'])
    expect(pastedPaths('/a/say "yes"')).toEqual(['/a/say "yes"'])
  })

  it('keeps spaces, which a name may begin or end with', () => {
    expect(pastedPaths(' relative ')).toEqual([' relative '])
  })

  it('finds nothing in nothing', () => {
    expect(pastedPaths(' \n\t\n')).toEqual([])
  })
})
