import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathParts, readableBase, readablePath, shortenMiddle, visibleSegments } from './path-parts.ts'
import type { PathSegment } from './path-parts.ts'

function join(segments: readonly PathSegment[]): string {
  return segments.map((segment) => segment.text).join('')
}

describe('pathParts', () => {
  it.each([
    ['/home/anna/photos/one.jpg', '/home/anna/photos/', 'one.jpg'],
    ['/home/anna/photos/', '/home/anna/', 'photos/'],
    ['/', '', '/'],
    ['one.jpg', '', 'one.jpg'],
    ['C:\\Users\\anna\\one.jpg', 'C:\\Users\\anna\\', 'one.jpg'],
    ['/tmp/back\\slash', '/tmp/', 'back\\slash'],
  ])('cuts %s before its base name', (path, folder, base) => {
    const parts = pathParts(path)
    expect(join(parts.outer) + join(parts.folder) + parts.separator).toBe(folder)
    expect(join(parts.base)).toBe(base)
  })

  it.each([
    ['/home/anna/photos/one.jpg', '/home/anna', '/photos'],
    ['/photos/one.jpg', '', '/photos'],
    ['/one.jpg', '', ''],
    ['photos/one.jpg', '', 'photos'],
    ['C:\\Users\\anna\\one.jpg', 'C:\\Users', '\\anna'],
    ['/odd/back\\slash/one.jpg', '/odd', '/back\\slash'],
    ['/odd/two\nlines/one.jpg', '/odd', '/two\\nlines'],
  ])('of %s has the nearest folder apart', (path, outer, folder) => {
    const parts = pathParts(path)
    expect([join(parts.outer), join(parts.folder)]).toEqual([outer, folder])
  })

  it('shortens a long name in its middle and keeps its extension', () => {
    const path = `/tmp/${'a'.repeat(200)}.tar.gz`
    expect(join(pathParts(path).end)).toBe('aaaaa.tar.gz')
    expect(join(pathParts(path).base)).toHaveLength(195)
    expect(readableBase(path, 40)).toMatch(/^a{20}…a{12}\.tar\.gz$/)
  })
})

describe('the parts of any path', () => {
  it('are together the whole path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
        const path = `/folder/${name}`
        const { outer, folder, separator, base, end } = pathParts(path)
        expect(join([...outer, ...folder]) + separator + join([...base, ...end])).toBe(readablePath(path))
      }),
    )
  })
})

describe('visible characters', () => {
  it('shows a newline, a turn of direction, an invalid byte and an outer space', () => {
    expect(readablePath('a\nb\u0007')).toBe('a\\nb\\x07')
    expect(readablePath('photo\u202Egpj.exe')).toBe('photo[U+202E]gpj.exe')
    expect(readablePath('caf\uDCE9')).toBe('caf\\xE9')
    expect(readablePath(' a b ')).toBe('·a b·')
    expect(readablePath('  ')).toBe('··')
  })

  it('leaves emoji whole', () => {
    expect(visibleSegments('👩‍🚀 ❤️.png')).toEqual([{ text: '👩‍🚀 ❤️.png', standsFor: null }])
  })

  it('never lets a control, direction mark or lone surrogate through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = readablePath(text)
        expect(shown).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/u)
        expect(shown.isWellFormed()).toBe(true)
      }),
    )
  })

  it('changes nothing of a plain name', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9_.-]{1,50}$/), (text) => {
        expect(readablePath(text)).toBe(text)
      }),
    )
  })
})

describe('shortenMiddle', () => {
  it('keeps to its length and never cuts a character in two', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 3, max: 100 }),
        (text, most) => {
          const shown = shortenMiddle(text, most)
          expect(Array.from(shown).length).toBeLessThanOrEqual(Math.max(most, 3))
          expect(shown.isWellFormed()).toBe(text.isWellFormed())
        },
      ),
    )
  })
})
