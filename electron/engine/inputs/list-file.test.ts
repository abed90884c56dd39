import { execFile, execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toPathBytes } from '../path-bytes.ts'
import { TemporaryTree } from './fixtures/temporary-tree.ts'
import { longestEntry, readList } from './list-file.ts'

function read(content: string | Uint8Array, separator: 'newline' | 'nul'): string[] {
  using tree = new TemporaryTree()
  return Array.from(readList(tree.file('list', content), separator), (entry) => entry.text)
}

describe('readList', () => {
  it('reads one path a line, with line ends of both kinds, empty lines and no last line end', () => {
    expect(read('/a\n/b c\r\n\n\r\n  /spaces  \n/é\n/last', 'newline')).toEqual([
      '/a',
      '/b c',
      '  /spaces  ',
      '/é',
      '/last',
    ])
    expect(read('/a\n', 'newline')).toEqual(['/a'])
    expect(read('', 'newline')).toEqual([])
    expect(read('\n\n', 'newline')).toEqual([])
  })

  it('reads NUL-separated paths with any other character in them', () => {
    expect(read('/a\nb\r\0/c\0\0-d\0', 'nul')).toEqual(['/a\nb\r', '/c', '-d'])
    expect(read('\uFEFF/a\0', 'nul')).toEqual(['\uFEFF/a'])
  })

  it('passes over a byte-order mark, and only at the beginning', () => {
    expect(read('\uFEFF/a\n\uFEFF/b\n', 'newline')).toEqual(['/a', '\uFEFF/b'])
    expect(read('\uFEFF', 'newline')).toEqual([])
  })

  it('keeps bytes that are not UTF-8', () => {
    expect(read(Buffer.from([0x2f, 0xff, 0x0a, 0x2f, 0xc3, 0xa9]), 'newline')).toEqual(['/\udcff', '/é'])
  })

  it('reads back any list, across all buffer boundaries', () => {
    const path = fc
      .string({
        unit: fc.constantFrom('a', 'é', '😀', '\n', '\udcff', ' ', '\r'),
        minLength: 1,
        maxLength: 20,
      })
      .filter((text) => text.isWellFormed() || !/[\uD800-\uDBFF]/u.test(text))
    fc.assert(
      fc.property(
        fc.array(path, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 65_500, max: 65_560 }),
        (paths, padding) => {
          const filler = `/${'p'.repeat(padding - 1)}`
          const all = padding > longestEntry ? paths : [filler, ...paths]
          const content = Buffer.concat(
            all.flatMap((text) => [Buffer.from(toPathBytes(text)), Buffer.from([0])]),
          )
          expect(read(content, 'nul')).toEqual(all)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('tells the beginning of an entry that is longer than a path can be, and goes on behind it', () => {
    using tree = new TemporaryTree()
    const list = tree.file('list', `/a\n${'x'.repeat(longestEntry + 1)}\n${'y'.repeat(longestEntry)}\n/b`)
    const entries = [...readList(list, 'newline')]
    expect(entries.map(({ tooLong }) => tooLong)).toEqual([false, true, false, false])
    expect(entries[1]?.text).toBe('x'.repeat(200))
    expect(entries[2]?.text).toHaveLength(longestEntry)
    expect(entries[3]?.text).toBe('/b')
  })

  it('holds little of a long list: the file may be replaced behind what was read', () => {
    using tree = new TemporaryTree()
    const list = tree.file('list', `/before\n`.repeat(100_000))
    const entries = readList(list, 'newline')
    expect(entries.next().value?.text).toBe('/before')
    writeFileSync(list, '/after\n'.repeat(200_000))
    const texts = Array.from(entries, (entry) => entry.text)
    expect(texts.indexOf('/after')).toBeLessThan(10_000)
    expect(texts.at(-1)).toBe('/after')
  })

  it('throws what the system says of a list that is not there', () => {
    using tree = new TemporaryTree()
    expect(() => readList(tree.at('gone'), 'newline').next()).toThrow('ENOENT')
  })
})

describe.runIf(process.platform !== 'win32')('readList on POSIX', () => {
  it('reads a pipe to its end, calling back while its writer is slow', async () => {
    using tree = new TemporaryTree()
    const pipe = tree.fifo('pipe')
    // The writer goes on only once the reader has been seen to wait.
    const writer = execFile('sh', [
      '-c',
      'exec 3<>"$0"; echo ready; read go; printf "/a\\n/b" >&3; exec 3>&-',
      pipe,
    ])
    await new Promise((resolve) => writer.stdout?.once('data', resolve))
    let waits = 0
    const entries = readList(pipe, 'newline', () => {
      waits += 1
      if (waits === 1) writer.stdin?.write('go\n')
    })
    expect(Array.from(entries, (entry) => entry.text)).toEqual(['/a', '/b'])
    expect(waits).toBeGreaterThan(0)
  })

  it('waits for the writer of a named pipe, who may come late', async () => {
    using tree = new TemporaryTree()
    const pipe = tree.fifo('pipe')
    // The writer opens the pipe only once the reader has been seen to wait.
    const writer = execFile('sh', ['-c', 'echo ready; read go; printf "/a\\n/b" > "$0"', pipe])
    await new Promise((resolve) => writer.stdout?.once('data', resolve))
    let waits = 0
    const entries = readList(pipe, 'newline', () => {
      waits += 1
      if (waits === 3) writer.stdin?.write('go\n')
    })
    expect(Array.from(entries, (entry) => entry.text)).toEqual(['/a', '/b'])
    expect(waits).toBeGreaterThanOrEqual(3)
  })

  it('does not wait at a pipe that has no name, since nobody can come late to it', () => {
    const script = `import { readList } from ${JSON.stringify(new URL('./list-file.ts', import.meta.url).href)}
      process.stdout.write(JSON.stringify([...readList('/dev/fd/3', 'newline')]))`
    const shell = 'exec "$0" --input-type=module -e "$1" 3< <(printf "$2")'
    for (const [written, expected] of [
      ['', []],
      ['/a', [{ text: '/a', tooLong: false }]],
    ] as const) {
      const output = execFileSync('bash', ['-c', shell, process.execPath, script, written])
      expect(JSON.parse(output.toString())).toEqual(expected)
    }
  })

  it('refuses a device', () => {
    expect(() => readList('/dev/zero', 'newline').next()).toThrow('it is a device')
    expect(() => readList('/dev/null', 'nul').next()).toThrow('it is a device')
  })
})
