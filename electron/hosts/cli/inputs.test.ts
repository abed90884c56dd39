import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseGlob } from '../../engine/inputs/glob.ts'
import { absoluteInput } from './inputs.ts'

describe('absoluteInput', () => {
  it('resolves a path against the working folder', () => {
    expect(absoluteInput('./photos/../a b.txt', '/home/me', posix).path).toBe('/home/me/a b.txt')
    expect(absoluteInput('/etc//hosts', '/home/me', posix).path).toBe('/etc/hosts')
  })

  it('keeps a pattern that is absolute, or leads upwards', () => {
    expect(absoluteInput('/data/**/*.tif', '/x', posix).pattern).toBe('/data/**/*.tif')
    expect(absoluteInput('../*.tif', '/home/me', posix).pattern).toBe('/home/*.tif')
    expect(absoluteInput('*.tif', '/', posix).pattern).toBe('/*.tif')
  })

  it('does not read the name of the working folder as a pattern', () => {
    for (const folder of ['/data/[2024]', '/data/a*b', '/data/{x,y}', '/data/what?', '/data/back\\slash']) {
      const { pattern } = absoluteInput('./*.jpg', folder, posix)
      const glob = parseGlob(pattern, { path: posix, ignoreCase: false })
      expect(glob.base).toBe(folder)
      expect(glob.filter?.accepts('a.jpg')).toBe(true)
    }
  })
})
