import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { encodings } from '../encoding/encodings.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { TriedTask, tryOn } from '../fixtures/try-output.ts'

const sentence = 'Où est le café, garçon? Naïve façade, déjà vu, “voilà” – élève à l’école.'

describe('change-encoding', () => {
  it('finds out how a file is encoded', async () => {
    using tree = new TemporaryTree()
    const cases: [string, Buffer][] = [
      ['utf-8', Buffer.from(sentence)],
      ['utf-8', Buffer.from('plain')],
      ['utf-8', Buffer.from(`\uFEFF${sentence}`)],
      ['utf-16le', Buffer.from(`\uFEFF${sentence}`, 'utf16le')],
      ['utf-16be', Buffer.from(`\uFEFF${sentence}`, 'utf16le').swap16()],
      ['utf-32le', iconv.encode(sentence, 'utf-32le', { addBOM: true })],
      ['windows-1252', iconv.encode(sentence, 'windows-1252')],
      ['windows-1251', iconv.encode('Привет, мир! Это обычный текст в старой кодировке.', 'windows-1251')],
      ['shift_jis', iconv.encode('日本語のテキストです。これはテストです。', 'shift_jis')],
      // What can be told only far into the file.
      [
        'windows-1251',
        Buffer.concat([
          Buffer.alloc(700_000, 'a '),
          iconv.encode('Привет, мир! Это обычный текст.', 'windows-1251'),
        ]),
      ],
    ]
    for (const [encoding, content] of cases) {
      const { cells, output } = await tryOn(tree, 'change-encoding', {}, content)
      expect(cells).toEqual([encoding, 'utf-8', 0])
      expect(output.toString()).toBe(iconv.decode(content, encoding))
    }
  })

  it('gives back what was there, to an encoding and from it', async () => {
    using tree = new TemporaryTree()
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', '€', '\n', 'я', '漢', '😀', ' '),
      maxLength: 60,
    })
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(...encodings), async (drawn, encoding) => {
        const canHold = iconv.decode(iconv.encode(drawn, encoding), encoding, { stripBOM: false }) === drawn
        const away = tryOn(tree, 'change-encoding', { to: encoding, from: 'utf-8' }, drawn)
        if (!canHold) {
          await expect(away).rejects.toMatchObject({ code: 'INVALID_CONTENT' })
          return
        }
        const { output } = await away
        const back = await tryOn(tree, 'change-encoding', { from: encoding }, output)
        expect(back.output.toString()).toBe(drawn)
      }),
      { numRuns: 150 },
    )
  })

  it('keeps characters whole that lie across two pieces that are read', async () => {
    using tree = new TemporaryTree()
    for (const character of ['é', '漢', '😀']) {
      for (let padding = 0; padding < 4; padding += 1) {
        const text = 'x'.repeat(padding) + character.repeat(150_000)
        const { output } = await tryOn(tree, 'change-encoding', { to: 'utf-16be' }, text)
        expect(output.equals(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16())).toBe(true)
        const back = await tryOn(tree, 'change-encoding', {}, output)
        expect(back.output.equals(Buffer.from(text))).toBe(true)
      }
    }
  })

  it('writes a byte-order mark where it is usual, or as it is told', async () => {
    using tree = new TemporaryTree()
    const made = async (parameters: object): Promise<string> =>
      (await tryOn(tree, 'change-encoding', parameters, '\uFEFFa')).output.toString('hex')
    expect(await made({})).toBe('61')
    expect(await made({ byteOrderMark: 'always' })).toBe('efbbbf61')
    expect(await made({ to: 'utf-16le' })).toBe('fffe6100')
    expect(await made({ to: 'utf-16be', byteOrderMark: 'never' })).toBe('0061')
    expect(await made({ to: 'iso-8859-1', byteOrderMark: 'always' })).toBe('61')
  })

  it('fails for characters that the encoding does not have, or writes question marks', async () => {
    using tree = new TemporaryTree()
    await expect(tryOn(tree, 'change-encoding', { to: 'iso-8859-1' }, 'a€ 😀')).rejects.toThrow(
      '"€" (U+20AC)',
    )
    const parameters = { to: 'iso-8859-1', unknownCharacters: 'question-mark' }
    const { cells, output } = await tryOn(tree, 'change-encoding', parameters, 'aé€ 😀\uFFFD')
    expect(output.toString('latin1')).toBe('aé? ??')
    expect(cells).toEqual(['utf-8', 'iso-8859-1', 3])
  })

  it('fails for what is not valid in the encoding, and says where', async () => {
    using tree = new TemporaryTree()
    const attempt = (content: Uint8Array, from: string): Promise<unknown> =>
      tryOn(tree, 'change-encoding', { from }, content)
    await expect(attempt(Buffer.from('ok\nb\xff', 'latin1'), 'utf-8')).rejects.toThrow(/line 2 .*position 4/u)
    await expect(attempt(Buffer.from('é').subarray(0, 1), 'utf-8')).rejects.toThrow('cut off')
    await expect(attempt(Buffer.from([0x61, 0, 0x62]), 'utf-16le')).rejects.toThrow('cut off')
    await expect(attempt(Buffer.from([0, 0xd8, 0x61, 0]), 'utf-16le')).rejects.toMatchObject({
      code: 'INVALID_CONTENT',
    })
    await expect(attempt(Buffer.from([0x81]), 'windows-1252')).rejects.toMatchObject({
      code: 'INVALID_CONTENT',
    })
    await expect(attempt(Buffer.from([0xff, 0xd8, 0, 1]), 'auto')).rejects.toThrow('does not look like text')
  })

  it('reads files of any name', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'change-encoding')
    for (const name of hostileNames) {
      expect((await task.run(tree.file(name, Buffer.from([0xe9])))).output.toString()).toBe('é')
    }
  })

  // Not every system has iconv.
  it.runIf(isInstalled('iconv'))('writes what iconv writes', async () => {
    using tree = new TemporaryTree()
    const names = { 'utf-16le': 'UTF-16LE', 'windows-1252': 'CP1252', gb18030: 'GB18030', 'koi8-r': 'KOI8-R' }
    const texts = { 'utf-16le': sentence, 'windows-1252': sentence, gb18030: '漢字', 'koi8-r': 'Привет' }
    for (const to of ['utf-16le', 'windows-1252', 'gb18030', 'koi8-r'] as const) {
      const parameters = { to, byteOrderMark: 'never' }
      const { output } = await tryOn(tree, 'change-encoding', parameters, texts[to])
      expect(output).toEqual(execFileSync('iconv', ['-f', 'UTF-8', '-t', names[to]], { input: texts[to] }))
    }
  })
})
