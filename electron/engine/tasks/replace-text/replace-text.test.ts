import { closeSync, ftruncateSync, openSync, writeSync, appendFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { TriedTask, tryOn } from '../fixtures/try-output.ts'
import { findTaskType } from '../registry.ts'
import { parseParameters } from '../parameters.ts'
import { replaceBytes } from './replace-bytes.ts'

async function replaced(
  content: string | Uint8Array,
  parameters: object,
): Promise<{ text: string; count: unknown; encoding: unknown }> {
  using tree = new TemporaryTree()
  const { cells, output } = await tryOn(tree, 'replace-text', parameters, content)
  return { text: output.toString('latin1'), count: cells[0], encoding: cells[1] }
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

describe('replace-text', () => {
  it('replaces a text as it stands, and counts', async () => {
    expect(await replaced('a.b a.b axb', { find: 'a.b', replaceWith: '$&' })).toEqual({
      text: '$& $& axb',
      count: 2,
      encoding: 'utf-8',
    })
    expect(await replaced('aaaa', { find: 'aa', replaceWith: 'a' })).toMatchObject({ text: 'aa', count: 2 })
    expect(await replaced('', { find: 'x' })).toMatchObject({ text: '', count: 0 })
  })

  it('replaces what a regular expression matches, with its groups', async () => {
    const kind = 'regular-expression'
    const dates = { find: '(\\d+)-(?<month>\\d+)', replaceWith: '$<month>/$1', kind }
    expect(await replaced('2026-11 2025-10', dates)).toMatchObject({ text: '11/2026 10/2025', count: 2 })
    expect(await replaced('a\nb', { find: '^', replaceWith: '> ', kind })).toMatchObject({
      text: '> a\n> b',
      count: 2,
    })
    const whole = { find: '^', replaceWith: '> ', kind, multiline: false }
    expect(await replaced('a\nb', whole)).toMatchObject({ text: '> a\nb', count: 1 })
    expect(await replaced('a\nb', { find: 'a.b', kind, dotAll: true })).toMatchObject({ text: '', count: 1 })
    expect(await replaced('A a', { find: 'a', replaceWith: '-', ignoreCase: true })).toMatchObject({
      text: '- -',
    })
    expect(await replaced('x.X', { find: 'X.', replaceWith: '$1', ignoreCase: true })).toMatchObject({
      text: '$1X',
    })
  })

  it('keeps a byte-order mark and works in the encoding of the file', async () => {
    using tree = new TemporaryTree()
    for (const kind of ['literal', 'regular-expression']) {
      const parameters = { find: 'ä', replaceWith: '€', kind }
      for (const [mark, encoding, name] of [
        ['\uFEFF', 'utf8', 'utf-8'],
        ['\uFEFF', 'utf16le', 'utf-16le'],
        ['', 'utf8', 'utf-8'],
      ] as const) {
        const { cells, output } = await tryOn(
          tree,
          'replace-text',
          parameters,
          Buffer.from(`${mark}xäy`, encoding),
        )
        expect(output).toEqual(Buffer.from(`${mark}x€y`, encoding))
        expect(cells).toEqual([1, name])
      }
      const bigEndian = Buffer.from('\uFEFFxäy', 'utf16le').swap16()
      const made = await tryOn(tree, 'replace-text', parameters, bigEndian)
      expect(made.output).toEqual(Buffer.from('\uFEFFx€y', 'utf16le').swap16())
      // 0x80 is the euro sign of Windows-1252.
      const western = await tryOn(tree, 'replace-text', parameters, latin1('x\xe4\x81y'))
      expect(western.output).toEqual(latin1('x\x80\x81y'))
      expect(western.cells).toEqual([1, 'windows-1252'])
    }
  })

  it('counts in UTF-16 only what begins at a character', async () => {
    using tree = new TemporaryTree()
    // 41 00 occurs in U+4100 U+0041 at two places, one of them across characters.
    const content = Buffer.from([0xff, 0xfe, 0x00, 0x41, 0x00, 0x42, 0x41, 0x00])
    const { cells, output } = await tryOn(tree, 'replace-text', { find: 'A', replaceWith: 'B' }, content)
    expect(cells[0]).toBe(1)
    expect(output).toEqual(Buffer.from([0xff, 0xfe, 0x00, 0x41, 0x00, 0x42, 0x42, 0x00]))
  })

  it('finds in Shift_JIS no letter that is the half of another character', async () => {
    using tree = new TemporaryTree()
    const content = Buffer.from([0x83, 0x41, 0x41])
    const parameters = { find: 'A', replaceWith: 'B', encoding: 'shift_jis' }
    const { cells, output } = await tryOn(tree, 'replace-text', parameters, content)
    expect(cells[0]).toBe(1)
    expect(output).toEqual(Buffer.from([0x83, 0x41, 0x42]))
  })

  it('fails where the encoding of the file has no such character', async () => {
    const parameters = { find: 'a', replaceWith: '→' }
    await expect(replaced(latin1('\xe4a'), parameters)).rejects.toMatchObject({ code: 'INVALID_CONTENT' })
    await expect(replaced(latin1('\xe4a'), { ...parameters, ignoreCase: true })).rejects.toThrow(
      'windows-1252',
    )
    expect(await replaced(latin1('\xe4b'), parameters)).toMatchObject({ count: 0, text: '\xe4b' })
  })

  it('leaves every other byte what it is, valid or not, in any encoding', async () => {
    using tree = new TemporaryTree()
    const encodings = fc.constantFrom('auto', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252')
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        encodings,
        fc.constantFrom('literal', 'regular-expression'),
        fc.boolean(),
        async (bytes, encoding, kind, ignoreCase) => {
          const letters = bytes.map((byte) => (byte === 0x21 ? 0x20 : byte))
          const parameters = { find: '!', replaceWith: '?', encoding, kind, ignoreCase }
          const { output } = await tryOn(tree, 'replace-text', parameters, letters)
          expect(output).toEqual(Buffer.from(letters))
          const same = {
            find: '[^]',
            replaceWith: '$&',
            encoding,
            kind: 'regular-expression',
            unicode: false,
          }
          expect((await tryOn(tree, 'replace-text', same, bytes)).output).toEqual(Buffer.from(bytes))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('finds matches wherever the file is cut into pieces', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'ä'), { maxLength: 40 }).map((each) => each.join(''))
    fc.assert(
      fc.property(
        letters,
        fc.constantFrom('a', 'ab', 'aab', 'ä', 'aä'),
        fc.integer({ min: 1, max: 5 }),
        (text, find, size) => {
          const bytes = Buffer.from(text)
          const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
            bytes.subarray(index * size, (index + 1) * size),
          )
          const made: Buffer[] = []
          const count = replaceBytes(pieces, {
            sought: Buffer.from(find),
            unit: 1,
            write: (part) => made.push(Buffer.from(part)),
            replace: () => made.push(Buffer.from('<>')),
          })
          expect(Buffer.concat(made).toString()).toBe(text.replaceAll(find, '<>'))
          expect(count).toBe(text.split(find).length - 1)
        },
      ),
    )
  })

  it('works on one line of any length without holding it', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('long')
    const size = 160 * 1024 * 1024
    const file = openSync(path, 'r+')
    ftruncateSync(file, size)
    writeSync(file, 'needle', 256 * 1024 - 3)
    writeSync(file, 'needle', size - 6)
    closeSync(file)
    const task = await TriedTask.load(tree, 'replace-text', { find: 'needle', replaceWith: 'nadel!' })
    const counter = { most: 0, calls: 0 }
    const progress = (): void => {
      counter.calls += 1
      counter.most = Math.max(counter.most, process.memoryUsage().arrayBuffers)
    }
    const before = process.memoryUsage().arrayBuffers
    const { cells, output } = await task.run(path, { progress })
    expect(cells[0]).toBe(2)
    expect(output.length).toBe(size)
    expect(counter.calls).toBeGreaterThan(600)
    expect(counter.most - before).toBeLessThan(100 * 1024 * 1024)
    const whole = await TriedTask.load(tree, 'replace-text', { find: 'n', ignoreCase: true })
    await expect(whole.run(path)).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })

  it('reads a file that grows to the end that it has then', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('grows', 'a'.repeat(300_000))
    const task = await TriedTask.load(tree, 'replace-text', { find: 'a', replaceWith: 'b' })
    let grown = false
    const progress = (): void => {
      if (!grown) appendFileSync(path, 'aaa')
      grown = true
    }
    const { cells } = await task.run(path, { progress })
    expect(cells[0]).toBe(300_003)
  })

  it('stops between two pieces when it is cancelled', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'replace-text', { find: 'a' })
    let done = 0
    const attempt = task.run(tree.file('file', 'a'.repeat(2_000_000)), {
      progress: (bytes) => {
        done = bytes
      },
      throwIfCancelled: () => {
        if (done > 0) throw new Error('cancelled')
      },
    })
    await expect(attempt).rejects.toThrow('cancelled')
    expect(done).toBeLessThan(2_000_000)
  })

  it('reads files of any name', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'replace-text', { find: 'a', replaceWith: 'b' })
    for (const name of hostileNames) {
      expect((await task.run(tree.file(name, 'a'))).output.toString()).toBe('b')
    }
    await expect(task.run(tree.at('none'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(task.run(tree.root)).rejects.toMatchObject({ code: 'NOT_A_FILE' })
  })

  it('says what is wrong with what is looked for before the run begins', async () => {
    const type = findTaskType('replace-text')
    const check = async (parameters: object): Promise<void> => type.check?.(parseParameters(type, parameters))
    await expect(check({})).rejects.toThrow('"find" is empty')
    await expect(check({ find: '(', kind: 'regular-expression' })).rejects.toMatchObject({
      code: 'INVALID_PARAMETERS',
    })
    await expect(check({ find: '(' })).resolves.toBeUndefined()
  })
})
