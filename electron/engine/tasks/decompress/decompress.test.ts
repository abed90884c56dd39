import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { packFormats, type PackFormat } from '../compression/format-names.ts'
import { textWith } from '../fixtures/text-with.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { TriedTask, tryOn } from '../fixtures/try-output.ts'
import { decompressPieces } from './decompress-pieces.ts'

const pack: Readonly<Record<PackFormat, (content: Uint8Array) => Buffer>> = {
  gzip: (content) => gzipSync(content, { level: 1 }),
  brotli: (content) => brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  zstd: (content) => zstdCompressSync(content),
}

async function decompressed(
  content: Uint8Array,
  parameters: object = {},
  name = 'input',
): Promise<{ output: Buffer; cells: readonly unknown[] }> {
  using tree = new TemporaryTree()
  return await tryOn(tree, 'decompress', parameters, content, name)
}

const text = Buffer.from('some text that is compressed. '.repeat(2_000))

describe('decompress', () => {
  it('finds out the format', async () => {
    for (const format of packFormats) {
      const { output, cells } = await decompressed(pack[format](text), {}, format === 'brotli' ? 'x.BR' : 'x')
      expect(output.equals(text)).toBe(true)
      expect(cells[0]).toBe(format)
    }
    await expect(decompressed(pack.brotli(text))).rejects.toMatchObject({ code: 'INVALID_CONTENT' })
    await expect(decompressed(text)).rejects.toThrow('no gzip or Zstandard file')
    await expect(decompressed(Buffer.alloc(0))).rejects.toMatchObject({ code: 'INVALID_CONTENT' })
  })

  it('reads all members of a file, and takes zeros behind them for padding', async () => {
    const other = Buffer.from('more')
    for (const format of ['gzip', 'zstd'] as const) {
      const content = Buffer.concat([
        pack[format](text),
        pack[format](Buffer.alloc(0)),
        pack[format](other),
        Buffer.alloc(700),
      ])
      expect((await decompressed(content)).output.equals(Buffer.concat([text, other]))).toBe(true)
    }
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2])
    expect((await decompressed(Buffer.concat([skippable, pack.zstd(text)]))).output.equals(text)).toBe(true)
  })

  it('reads members wherever the file is cut into pieces', async () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 20 }), { minLength: 1, maxLength: 3 })
    for (const format of ['gzip', 'zstd'] as const) {
      await fc.assert(
        fc.asyncProperty(contents, fc.integer({ min: 1, max: 40 }), async (members, size) => {
          const packed = Buffer.concat(members.map(pack[format]))
          const pieces = Array.from({ length: Math.ceil(packed.length / size) }, (_piece, index) =>
            packed.subarray(index * size, (index + 1) * size),
          )
          const made: Buffer[] = []
          await decompressPieces(pieces, format, (bytes) => made.push(Buffer.from(bytes)))
          expect(Buffer.concat(made).equals(Buffer.concat(members))).toBe(true)
        }),
        { numRuns: 60 },
      )
    }
  })

  it('fails for what is cut off, damaged, or followed by something else', async () => {
    for (const format of packFormats) {
      const packed = pack[format](text)
      const attempt = (content: Uint8Array): Promise<unknown> => decompressed(content, { format })
      const invalid = { code: 'INVALID_CONTENT' }
      for (const length of [packed.length - 1, packed.length >> 1, 5]) {
        await expect(attempt(packed.subarray(0, length))).rejects.toMatchObject({
          ...invalid,
          message: textWith('cut off'),
        })
      }
      await expect(attempt(Buffer.concat([packed, Buffer.from('garbage')]))).rejects.toMatchObject({
        ...invalid,
        message: textWith('something else behind'),
      })
      await expect(attempt(Buffer.from('this is nothing of the kind'))).rejects.toMatchObject(invalid)
    }
    const damaged = pack.gzip(text)
    damaged[damaged.length - 6] = (damaged[damaged.length - 6] ?? 0) ^ 0xff
    await expect(decompressed(damaged)).rejects.toThrow('is damaged, or is no gzip')
  })

  it('keeps a limit of what comes out, and writes no more than that', async () => {
    using tree = new TemporaryTree()
    const zeros = Buffer.alloc(80 * 1024 * 1024)
    for (const format of packFormats) {
      const bomb = tree.file('bomb', pack[format](zeros))
      const byRatio = await TriedTask.load(tree, 'decompress', { format, largestRatio: 2 })
      await expect(byRatio.run(bomb)).rejects.toMatchObject({
        code: 'TOO_LARGE',
        message: textWith('2 times its size'),
      })
      expect(statSync(byRatio.outputPath).size).toBeLessThanOrEqual(64 * 1024 * 1024)
    }
    const bySize = await TriedTask.load(tree, 'decompress', { largestOutput: 0.001 })
    await expect(bySize.run(tree.file('bomb', pack.gzip(zeros)))).rejects.toThrow('larger than 0.001 GiB')
    expect(statSync(bySize.outputPath).size).toBeLessThan(1_100_000)
    // A small file of zeros is no bomb.
    const small = await TriedTask.load(tree, 'decompress', { largestRatio: 1 })
    const { cells } = await small.run(tree.file('small', pack.zstd(Buffer.alloc(1_000_000))))
    expect(cells[2]).toBe(1_000_000)
  })

  it('stops within a piece when it is cancelled', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'decompress')
    let calls = 0
    const throwIfCancelled = (): void => {
      calls += 1
      if (calls > 10) throw new Error('cancelled')
    }
    const path = tree.file('file', pack.gzip(Buffer.alloc(20_000_000)))
    await expect(task.run(path, { throwIfCancelled })).rejects.toThrow('cancelled')
    expect(calls).toBe(11)
  })

  const programs: [string, string[]][] = [
    ['gzip', ['-c']],
    ['brotli', ['-c']],
    ['zstd', ['-c', '-19']],
  ]
  // Not every system has all of these.
  it.each(programs.filter(([program]) => isInstalled(program)))(
    'reads what %s makes',
    async (program, given) => {
      const packed = execFileSync(program, given, { input: text })
      const { output } = await decompressed(packed, {}, program === 'brotli' ? 'x.br' : 'x')
      expect(output.equals(text)).toBe(true)
    },
  )
})
