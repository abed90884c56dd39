import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Recorder } from './fixtures/recorder.ts'
import { itemFilter } from './fixtures/item-filters.ts'
import { TemporaryTree } from './fixtures/temporary-tree.ts'
import { escapeGlob, hasWildcards, parseGlob, type GlobRules } from './glob.ts'
import { walkFolder } from './walk.ts'

const posixRules: GlobRules = { path: path.posix, ignoreCase: false }
const windowsRules: GlobRules = { path: path.win32, ignoreCase: true }

/** Whether a file is found by a pattern, by way of the folders above it: the way a walk takes. */
function finds(pattern: string, file: string, rules: GlobRules = posixRules): boolean {
  const { base, filter } = parseGlob(pattern, rules)
  if (filter === null) return base === file
  const prefix = base.endsWith(rules.path.sep) ? base : base + rules.path.sep
  if (!file.startsWith(prefix)) return false
  const names = file.slice(prefix.length).split(rules.path.sep)
  const folders = names.slice(0, -1).map((_, index) => names.slice(0, index + 1).join('/'))
  return folders.every((folder) => filter.enters(folder)) && filter.accepts(names.join('/'))
}

describe('parseGlob', () => {
  it.each([
    ['/photos/*.jpg', '/photos'],
    ['/photos/2024/**', '/photos/2024'],
    ['/*', '/'],
    ['/a/b?/c', '/a'],
    ['/a/{b,c}/d', '/a'],
    ['/a//b/./c/../*.txt', '/a/b'],
    ['/a/\\*b\\[/*.txt', '/a/*b['],
  ])('begins the walk of %s at %s', (pattern, base) => {
    expect(parseGlob(pattern, posixRules).base).toBe(base)
  })

  it('takes a pattern without wildcards for the file it names', () => {
    expect(parseGlob('/a/photo\\[1\\].jpg', posixRules)).toEqual({ base: '/a/photo[1].jpg', filter: null })
  })

  it.each([
    [
      '/p/*.jpg',
      ['/p/a.jpg', '/p/new\nline.jpg', '/p/😀.jpg', '/p/-x.jpg'],
      ['/p/.jpg', '/p/.a.jpg', '/p/q/a.jpg', '/p/a.JPG'],
    ],
    ['/p/**', ['/p/a', '/p/a/b/c', '/p/a\nb/c'], ['/p/.a', '/p/a/.b', '/p/.a/b']],
    ['/p/**/*.jpg', ['/p/a.jpg', '/p/b/c/a.jpg'], ['/p/.git/a.jpg', '/p/a.png']],
    ['/p/**/.git/config', ['/p/.git/config', '/p/a/b/.git/config'], ['/p/a/git/config']],
    ['/p/.*/x', ['/p/.a/x'], ['/p/a/x']],
    ['/p/*/*/x', ['/p/a/b/x'], ['/p/a/x', '/p/a/b/c/x']],
    ['/p/a/**/b', ['/p/a/b', '/p/a/x/b', '/p/a/x/y/b'], ['/p/b', '/p/a/.x/b']],
    ['/p/?.txt', ['/p/a.txt', '/p/😀.txt'], ['/p/ab.txt', '/p/.txt']],
    ['/p/[a-c].x', ['/p/b.x'], ['/p/d.x']],
    ['/p/[!a-c].x', ['/p/d.x'], ['/p/b.x', '/p/..x']],
    ['/p/*.{jpg,png}', ['/p/a.jpg', '/p/a.png'], ['/p/a.gif']],
    ['/p/{a/b,c}/*', ['/p/a/b/x', '/p/c/x'], ['/p/a/x']],
    ['/p/{08..11}.x', ['/p/08.x', '/p/10.x'], ['/p/8.x', '/p/12.x']],
    ['/p/photo (1)*', ['/p/photo (1).jpg'], ['/p/photo 1.jpg']],
    ['/p/!*', ['/p/!x'], ['/p/x']],
    ['/p/#*', ['/p/#x'], ['/p/x']],
    ['/p/+(a)*', ['/p/+(a)b'], ['/p/aab']],
    ['/p/[*]*', ['/p/*a'], ['/p/a']],
    ['/p/\\**', ['/p/*a'], ['/p/a']],
    ['/p/*\udcff*', ['/p/a\udcffb'], ['/p/ab']],
    ['/p/**.js', ['/p/a.js'], ['/p/b/a.js']],
  ])('%s', (pattern, found, notFound) => {
    expect(found.filter((file) => !finds(pattern, file))).toEqual([])
    expect(notFound.filter((file) => finds(pattern, file))).toEqual([])
  })

  it('follows the rules of Windows there', () => {
    expect(parseGlob('C:\\photos\\*.jpg', windowsRules).base).toBe('C:\\photos')
    expect(parseGlob('C:\\*.jpg', windowsRules).base).toBe('C:\\')
    expect(parseGlob('\\\\server\\share\\x\\*', windowsRules).base).toBe('\\\\server\\share\\x')
    expect(finds('C:\\photos\\**\\*.jpg', 'C:\\photos\\a\\B.JPG', windowsRules)).toBe(true)
    expect(finds('C:/photos/[ab]?.jpg', 'C:\\photos\\a1.jpg', windowsRules)).toBe(true)
    expect(finds('C:\\photos\\*.jpg', 'C:\\photos\\a\\b.jpg', windowsRules)).toBe(false)
  })

  it('never keeps a walk out of a folder below which something matches', () => {
    const name = fc.constantFrom('a', 'b', 'ab', '.a', '.git', 'a.b', '-', 'é')
    const part = fc.constantFrom(
      '*',
      '**',
      '?',
      'a',
      'b',
      '.git',
      '.*',
      '[ab]',
      '[!a]',
      '{a,b}',
      '{a/b,.a}',
      'a*',
      '*.b',
      '{.*,*}',
    )
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        (parts, names) => {
          const { base, filter } = parseGlob(`/${parts.join('/')}`, posixRules)
          const below = names.join('/')
          if (filter?.accepts(below) !== true) return
          expect(finds(`/${parts.join('/')}`, path.posix.join(base, below))).toBe(true)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('stays quick for a pattern made to be slow', () => {
    const { filter } = parseGlob(`/${'*a'.repeat(40)}*b`, posixRules)
    expect(filter?.accepts('a'.repeat(255))).toBe(false)
    const nested = parseGlob(`/${'**/a/'.repeat(30)}b`, posixRules).filter
    expect(nested?.accepts('a/'.repeat(100))).toBe(false)
  })

  it('refuses more alternatives than it would look at, rather than leaving some out', () => {
    for (const braces of [10, 20, 700]) {
      expect(() => parseGlob(`/${'{a,b}'.repeat(braces)}`, posixRules)).toThrow('alternatives')
    }
    expect(finds(`/${'{a,b}'.repeat(9)}`, '/abbaabbab')).toBe(true)
    expect(finds('/{1..1000000}.x', '/999999.x')).toBe(true)
    expect(() => parseGlob(`/*${'a'.repeat(4_000)}`, posixRules)).toThrow('4000 characters')
  })
})

describe('hasWildcards', () => {
  it.each(['*.jpg', 'a?', '[ab]', '[1]', '{a,b}', '{1..9}', '{a..z..2}', '/p/**/x'])(
    'is true for %s',
    (text) => {
      expect(hasWildcards(text, posixRules)).toBe(true)
    },
  )

  it.each(['/p/a.jpg', 'photo[1', '[]', 'a\\*b', '\\[a]', '{a}', '{,', '(a)', '!a', '#a', ''])(
    'is false for %s',
    (text) => {
      expect(hasWildcards(text, posixRules)).toBe(false)
    },
  )
})

describe('escapeGlob', () => {
  it('makes a pattern that matches just the text', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', '*', '?', '[', ']', '{', '}', ',', '!', '\\', '(', '.', ' '),
          minLength: 1,
          maxLength: 12,
        }),
        (name) => {
          fc.pre(name !== '.' && name !== '..')
          expect(parseGlob(`/p/${escapeGlob(name, posixRules)}`, posixRules)).toEqual({
            base: `/p/${name}`,
            filter: null,
          })
          expect(finds(`/*/${escapeGlob(name, posixRules)}`, `/p/${name}`)).toBe(true)
          expect(finds(`/*/${escapeGlob(name, posixRules)}`, `/p/${name}x`)).toBe(false)
        },
      ),
    )
  })
})

describe('a walk by a pattern', () => {
  it('finds matching files on disk and enters no folder in vain', () => {
    using tree = new TemporaryTree()
    for (const file of ['a/1.jpg', 'a/2.png', 'b/deep/3.jpg', '.c/4.jpg', '5.jpg', 'a.jpg/6.jpg'])
      tree.file(file)
    const recorder = new Recorder()
    const { base, filter } = parseGlob(`${tree.root}/*/*.jpg`, { path, ignoreCase: false })
    walkFolder(base, base, recorder, { pattern: filter, filter: itemFilter() })
    expect(recorder.paths).toEqual([tree.at('a/1.jpg'), tree.at('a.jpg/6.jpg')])
  })
})
