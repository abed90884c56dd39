import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, openSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { TriedTask, tryOn } from '../fixtures/try-output.ts'
import { LiteralCounter, TextCounter } from './text-counter.ts'

describe('count-text', () => {
  it('counts lines, words, characters and bytes', async () => {
    using tree = new TemporaryTree()
    const counts = async (content: string | Uint8Array): Promise<unknown[]> => [
      ...(await tryOn(tree, 'count-text', {}, content)).cells,
    ]
    expect(await counts('')).toEqual([0, 0, 0, 0, null, 'utf-8'])
    expect(await counts('one two\nthree')).toEqual([1, 3, 13, 13, null, 'utf-8'])
    expect(await counts('  é 😀\n\n')).toEqual([2, 2, 7, 11, null, 'utf-8'])
    expect(await counts(Buffer.from('\uFEFFa b\nc', 'utf16le'))).toEqual([1, 3, 5, 12, null, 'utf-16le'])
    expect(await counts(Buffer.from([0xe9, 0x20, 0x81]))).toEqual([0, 2, 3, 3, null, 'windows-1252'])
  })

  it('counts what is looked for', async () => {
    using tree = new TemporaryTree()
    const matches = async (parameters: object): Promise<unknown> =>
      (await tryOn(tree, 'count-text', parameters, 'Abc abc a.c\nabc')).cells[4]
    expect(await matches({ find: 'abc' })).toBe(2)
    expect(await matches({ find: 'abc', ignoreCase: true })).toBe(3)
    expect(await matches({ find: 'a.c' })).toBe(1)
    expect(await matches({ find: 'a.c', kind: 'regular-expression' })).toBe(3)
    expect(await matches({ find: '^', kind: 'regular-expression' })).toBe(2)
    expect(await matches({ find: '', kind: 'regular-expression' })).toBe(null)
  })

  it('counts the same wherever the text is cut into pieces', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '\n', '\u00a0', '漢', '😀'),
      maxLength: 40,
    })
    fc.assert(
      fc.property(
        text,
        fc.constantFrom('a', 'ab', 'aba', '漢a'),
        fc.integer({ min: 1, max: 6 }),
        (drawn, find, size) => {
          const characters = Array.from(drawn)
          const counter = new TextCounter()
          const literal = new LiteralCounter(find)
          for (let at = 0; at < characters.length; at += size) {
            const piece = characters.slice(at, at + size).join('')
            counter.add(piece)
            literal.add(piece)
          }
          expect(counter.characters).toBe(characters.length)
          expect(counter.lines).toBe(drawn.split('\n').length - 1)
          expect(counter.words).toBe(drawn.split(/\s+/u).filter((word) => word !== '').length)
          expect(literal.count).toBe(drawn.split(find).length - 1)
        },
      ),
    )
  })

  it('counts in one long line without holding it, where a regular expression is refused', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('long')
    const size = 140 * 1024 * 1024
    const file = openSync(path, 'r+')
    ftruncateSync(file, size)
    closeSync(file)
    const task = await TriedTask.load(tree, 'count-text', { find: 'a' })
    expect((await task.run(path)).cells).toEqual([0, 1, size, size, 0, 'utf-8'])
    const regular = await TriedTask.load(tree, 'count-text', { find: 'a', kind: 'regular-expression' })
    await expect(regular.run(path)).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })

  it('reads files of any name', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'count-text')
    for (const name of hostileNames) expect((await task.run(tree.file(name, 'a\n'))).cells[0]).toBe(1)
  })

  // Windows has no wc.
  it.runIf(isInstalled('wc'))('counts as wc does', async () => {
    using tree = new TemporaryTree()
    const word = fc.constantFrom('word', 'é', '漢字', '😀', '-', '\u3000', '\t', '\n', '\r\n', ' ', '\v\f')
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 50 }), async (words) => {
        const content = words.join('')
        const { cells } = await tryOn(tree, 'count-text', {}, content)
        const environment = { ...process.env, LC_ALL: 'C.UTF-8' }
        const said = execFileSync('wc', ['-lwmc'], { input: content, encoding: 'utf8', env: environment })
        expect(cells.slice(0, 4)).toEqual(said.trim().split(/\s+/u).map(Number))
      }),
      { numRuns: 40 },
    )
  })
})
