import { execFile } from 'node:child_process'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCsvList, readCsvList, type CsvList } from './csv-list.ts'
import { TemporaryTree } from './fixtures/temporary-tree.ts'

function csv(path: string, more: Partial<CsvList> = {}): CsvList {
  return { kind: 'csv', path, column: 1, header: false, delimiter: 'auto', base: '/', ...more }
}

function entries(content: string | Uint8Array, more: Partial<CsvList> = {}): string[] {
  using tree = new TemporaryTree()
  return Array.from(readCsvList(csv(tree.file('list', content), more)), ({ text }) => text)
}

describe('readCsvList', () => {
  it('takes the column of a name, or of a number', () => {
    const content = 'id,path,note\n1,/a,x\n2,/b,y\n'
    expect(entries(content, { column: 'path' })).toEqual(['/a', '/b'])
    expect(entries(content, { column: 2 })).toEqual(['path', '/a', '/b'])
    expect(entries(content, { column: 2, header: true })).toEqual(['/a', '/b'])
    expect(entries(content, { column: 9 })).toEqual([])
  })

  it('passes over rows without an entry, and needs no line end at the last one', () => {
    expect(entries('n,p\n1\n2,\n\n3,/c\n4,"/d"', { column: 'p' })).toEqual(['/c', '/d'])
    expect(entries('', { column: 1 })).toEqual([])
    expect(entries('only', { column: 1 })).toEqual(['only'])
  })

  it('reads what is in quotation marks as it is', () => {
    expect(entries('p,n\n"/a ""b"", c",1\n"/line\nend",2\r\n/it"s,3\n', { column: 'p' })).toEqual([
      '/a "b", c',
      '/line\nend',
      '/it"s',
    ])
  })

  it('takes a quotation mark in the middle of a name for what it is, also in the first row of a long list', () => {
    const rest = '/b,2\n'.repeat(30_000)
    const content = `3" pipe,n\n/a""b,1\n${rest}`
    expect(entries(content, { column: '3" pipe' }).slice(0, 2)).toEqual(['/a""b', '/b'])
  })

  it.each([
    [';', 'id;path\n1;/a,b\n2;/c'],
    ['\t', 'id\tpath\n1\t/a,b\n2\t/c'],
    ['|', 'id|path\n1|/a,b\n2|/c'],
    [',', 'id,path\n1,"/a,b"\n2,/c'],
  ])('finds out that %j stands between columns', (_, content) => {
    expect(entries(content, { column: 'path' })).toEqual(['/a,b', '/c'])
    expect(entries(content, { column: 2, header: true })).toEqual(['/a,b', '/c'])
  })

  it('takes a file of one column line by line, though some names have commas', () => {
    expect(entries('/a\n/b,c\n/d;e\n')).toEqual(['/a', '/b,c', '/d;e'])
    expect(entries('/a\n/b,c\n/d;e\n', { delimiter: ',' })).toEqual(['/a', '/b', '/d;e'])
  })

  it('takes rows of different lengths for what they are', () => {
    expect(entries('p,n\n/a,1,2\n/b,1\n', { header: true })).toEqual(['/a', '/b'])
  })

  it('passes over a byte-order mark and keeps bytes that are not UTF-8', () => {
    expect(entries('\uFEFFpäth,n\n/ä,1\n', { column: 'päth' })).toEqual(['/ä'])
    expect(entries(Buffer.from('p\n/odd \xff\n', 'latin1'), { column: 'p' })).toEqual(['/odd \udcff'])
  })

  it('says what is wrong with a file that is no such list', () => {
    expect(() => entries('a,b\n1,2\n', { column: 'c' })).toThrow('no column "c"; its columns are "a", "b"')
    expect(() => entries('', { column: 'c' })).toThrow('it is empty')
    expect(() => entries(Buffer.from('\ufeffa,b\n', 'utf16le'))).toThrow('UTF-16')
    expect(() => entries(`a\n"${'x'.repeat(2_000_000)}`)).toThrow(/record/iu)
    expect(() => entries('a\n"never closed\n')).toThrow(/quot/iu)
  })

  it('tells the beginning of an entry that is longer than any path', () => {
    using tree = new TemporaryTree()
    const list = csv(tree.file('list', `p\n${'x'.repeat(70_000)}\n/b\n`), { column: 'p' })
    expect([...readCsvList(list)]).toEqual([
      { text: 'x'.repeat(200), tooLong: true },
      { text: '/b', tooLong: false },
    ])
  })

  it('gives back what a writer of CSV wrote, wherever the file is cut into pieces', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', ' ', ',', ';', '"', '\n', 'é', '😀', '/'),
      maxLength: 8,
    })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 30 }),
        fc.constantFrom(',' as const, ';' as const, '\t' as const),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 0, max: 70_000 }),
        (rows, delimiter, recordDelimiter, padding) => {
          const records = [['path', 'x'.repeat(padding)], ...rows]
          const text = stringify(records, { delimiter, record_delimiter: recordDelimiter, quoted: true })
          const expected = rows.map(([path]) => path).filter((path) => path !== '')
          expect(entries(text, { column: 'path', delimiter })).toEqual(expected)
        },
      ),
      {
        numRuns: 60,
        // The first piece ends within quotation marks, right behind the header.
        examples: [
          [
            [
              ['aa😀aa', '😀éaé😀'],
              ['', ''],
            ],
            ',',
            '\n',
            65_501,
          ],
        ],
      },
    )
  })

  it.runIf(process.platform !== 'win32')('reads a pipe, whose first piece is no whole row', async () => {
    using tree = new TemporaryTree()
    const pipe = tree.fifo('pipe')
    const script =
      'exec 3<>"$0"; printf "id,pa" >&3; echo ready; read go; printf "th\\n1,/a\\n" >&3; exec 3>&-'
    const writer = execFile('sh', ['-c', script, pipe])
    await new Promise((resolve) => writer.stdout?.once('data', resolve))
    let waits = 0
    const list = readCsvList(csv(pipe, { column: 'path' }), () => {
      waits += 1
      if (waits === 1) writer.stdin?.write('go\n')
    })
    expect(Array.from(list, ({ text }) => text)).toEqual(['/a'])
    expect(waits).toBeGreaterThan(0)
  })
})

describe('checkCsvList', () => {
  it('reads the beginning and finds fault with a column that is not there', () => {
    using tree = new TemporaryTree()
    const path = tree.file('list', `a,b\n${'1,2\n'.repeat(100_000)}`)
    expect(() => checkCsvList(csv(path, { column: 'b' }))).not.toThrow()
    expect(() => checkCsvList(csv(path, { column: 'c' }))).toThrow('no column "c"')
    expect(() => checkCsvList(csv(tree.file('short', 'a,b'), { column: 'b' }))).not.toThrow()
    expect(() => checkCsvList(csv(tree.file('empty'), { column: 'b' }))).toThrow('it is empty')
  })
})
