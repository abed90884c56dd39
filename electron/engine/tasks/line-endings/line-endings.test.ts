import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { textWith } from '../fixtures/text-with.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { TriedTask, tryOn } from '../fixtures/try-output.ts'
import { LineEndConverter } from './line-end-converter.ts'

const endings = { lf: '\n', crlf: '\r\n', cr: '\r' } as const
const kinds = ['lf', 'crlf', 'cr'] as const

describe('line-endings', () => {
  it('gives a file one kind, and counts what there was', async () => {
    using tree = new TemporaryTree()
    for (const to of kinds) {
      const { cells, output } = await tryOn(tree, 'line-endings', { to }, 'a\nb\r\nc\rd\r\r\n\n')
      expect(output.toString()).toBe(['a', 'b', 'c', 'd', '', '', ''].join(endings[to]))
      expect(cells).toEqual([2, 2, 2])
    }
    expect((await tryOn(tree, 'line-endings', {}, '')).cells).toEqual([0, 0, 0])
  })

  it('changes nothing else, in any encoding and wherever the file is cut into pieces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', 'ਊ', '\u0d00', '😀'), maxLength: 30 })
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(...kinds),
        fc.constantFrom('utf-8' as const, 'utf-16le' as const, 'utf-16be' as const),
        fc.integer({ min: 1, max: 7 }),
        (drawn, to, encoding, size) => {
          const encode = (content: string): Buffer => {
            if (encoding === 'utf-8') return Buffer.from(content)
            const units = Buffer.from(content, 'utf16le')
            return encoding === 'utf-16le' ? units : units.swap16()
          }
          const made: Buffer[] = []
          const converter = new LineEndConverter(encoding, to, (bytes) => made.push(Buffer.from(bytes)))
          const bytes = encode(drawn)
          for (let at = 0; at < bytes.length; at += size) converter.add(bytes.subarray(at, at + size))
          converter.end()
          expect(Buffer.concat(made)).toEqual(encode(drawn.replace(/\r\n|\r|\n/gu, endings[to])))
        },
      ),
    )
  })

  it('refuses what does not look like text, unless told otherwise', async () => {
    using tree = new TemporaryTree()
    const content = Buffer.from([1, 0, 13, 10, 255])
    await expect(tryOn(tree, 'line-endings', {}, content)).rejects.toMatchObject({
      code: 'INVALID_CONTENT',
      message: textWith('NUL bytes'),
    })
    const { output } = await tryOn(tree, 'line-endings', { binary: true }, content)
    expect(output).toEqual(Buffer.from([1, 0, 10, 255]))
    const wide = await tryOn(tree, 'line-endings', { encoding: 'utf-16le' }, Buffer.from('a\r\nb', 'utf16le'))
    expect(wide.output).toEqual(Buffer.from('a\nb', 'utf16le'))
  })

  it('reads files of any name', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'line-endings')
    for (const name of hostileNames) {
      expect((await task.run(tree.file(name, 'a\r\n'))).output.toString()).toBe('a\n')
    }
  })

  // Not every system has dos2unix.
  it.runIf(isInstalled('dos2unix'))('writes what dos2unix and unix2dos write', async () => {
    using tree = new TemporaryTree()
    const content = `${'line é\r\nother\n'.repeat(30_000)}end`
    const unix = await tryOn(tree, 'line-endings', { to: 'lf' }, content)
    expect(unix.output.equals(execFileSync('dos2unix', { input: content, maxBuffer: 1e9 }))).toBe(true)
    const dos = await tryOn(tree, 'line-endings', { to: 'crlf' }, content)
    expect(dos.output.equals(execFileSync('unix2dos', { input: content, maxBuffer: 1e9 }))).toBe(true)
  })
})
