import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { levels, packFormats, type PackFormat } from '../compression/format-names.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { TriedTask, tryOn } from '../fixtures/try-output.ts'

/** Content that is partly the same and partly not, over several pieces of what is read at a time. */
function largeContent(): Buffer {
  const content = Buffer.alloc(900_001, 'the same again and again; ')
  for (let index = 300_000; index < 600_000; index += 1)
    content[index] = (index * index * 31 + (index >> 3)) & 0xff
  return content
}

describe('compress', () => {
  it('makes of the same content the same bytes, smaller ones at higher levels', async () => {
    using tree = new TemporaryTree()
    const content = largeContent()
    for (const format of packFormats) {
      const sizes: number[] = []
      for (const level of levels) {
        const one = await tryOn(tree, 'compress', { format, level }, content, 'one')
        const other = await tryOn(tree, 'compress', { format, level }, content, 'other')
        expect(one.output.equals(other.output)).toBe(true)
        expect(one.cells).toEqual([content.length, one.output.length])
        sizes.push(one.output.length)
      }
      expect(sizes.at(-1)).toBeLessThan(Number(sizes[0]))
    }
  })

  it('gives back what was there', async () => {
    using tree = new TemporaryTree()
    for (const format of packFormats) {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (content) => {
          const { output } = await tryOn(tree, 'compress', { format, level: 'fast' }, content)
          const back = await tryOn(tree, 'decompress', { format }, output)
          expect(back.output.equals(content)).toBe(true)
          expect(back.cells).toEqual([format, output.length, content.length])
        }),
        { numRuns: 20 },
      )
    }
  })

  it('stops when it is cancelled', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'compress')
    let calls = 0
    const throwIfCancelled = (): void => {
      calls += 1
      if (calls > 2) throw new Error('cancelled')
    }
    await expect(task.run(tree.file('file', largeContent()), { throwIfCancelled })).rejects.toThrow(
      'cancelled',
    )
  })

  it('reads files of any name', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'compress')
    const back = await TriedTask.load(tree, 'decompress')
    for (const name of hostileNames) {
      const { output } = await task.run(tree.file(name, name.toWellFormed()))
      expect((await back.run(tree.file('packed', output))).output.toString()).toBe(name.toWellFormed())
    }
  })

  const programs: [PackFormat, string, string[]][] = [
    ['gzip', 'gunzip', ['-c']],
    ['brotli', 'brotli', ['-d', '-c']],
    ['zstd', 'zstd', ['-d', '-c']],
  ]
  // Not every system has all of these.
  it.each(programs.filter(([, program]) => isInstalled(program)))(
    'makes %s that %s reads',
    async (format, program, given) => {
      using tree = new TemporaryTree()
      const content = largeContent()
      const { output } = await tryOn(tree, 'compress', { format }, content)
      expect(execFileSync(program, given, { input: output, maxBuffer: 1e9 }).equals(content)).toBe(true)
    },
  )
})
