import { execFileSync } from 'node:child_process'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { textWith } from '../fixtures/text-with.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { TriedTask, tryOn } from '../fixtures/try-output.ts'

async function converted(content: string | Uint8Array, parameters: object = {}): Promise<string> {
  using tree = new TemporaryTree()
  return (await tryOn(tree, 'csv-to-jsonl', parameters, content)).output.toString()
}

describe('csv-to-jsonl', () => {
  it('makes an object of each row, in the order of the columns', async () => {
    using tree = new TemporaryTree()
    const { cells, output } = await tryOn(
      tree,
      'csv-to-jsonl',
      {},
      '\uFEFFb,1,a\r\n"x, ""y""",007,\r\n\r\n"two\nlines",,é',
    )
    expect(output.toString()).toBe(
      '{"b":"x, \\"y\\"","1":"007","a":""}\n{"b":"two\\nlines","1":"","a":"é"}\n',
    )
    expect(cells).toEqual([2, 3, 'utf-8'])
    expect(await converted('')).toBe('')
    expect(await converted('only,a header')).toBe('')
  })

  it('loses no column for its name', async () => {
    expect(await converted('a,,a,__proto__,a_3\n1,2,3,4,5')).toBe(
      '{"a":"1","column_2":"2","a_3_":"3","__proto__":"4","a_3":"5"}\n',
    )
    expect(await converted('x,y', { header: false })).toBe('{"column_1":"x","column_2":"y"}\n')
  })

  it('makes typed values only of what would be written the same', async () => {
    const content = 'a\n1\n-2.5\n1e21\n007\n1.50\ntrue\nTRUE\n""\nNaN\n12345678901234567890\n0x1f\n'
    const lines = (await converted(content, { values: 'typed' })).trim().split('\n')
    expect(lines.map((line) => line.slice(5, -1))).toEqual([
      ...['1', '-2.5', '"1e21"', '"007"', '"1.50"', 'true', '"TRUE"', 'null', '"NaN"'],
      ...['"12345678901234567890"', '"0x1f"'],
    ])
  })

  it.each([
    [';', 'a;b\n"1;2";3,4'],
    ['\t', 'a\tb\n1;2\t3,4'],
    ['|', 'a|b\n1;2|3,4'],
  ])('finds out that %j stands between cells', async (_delimiter, content) => {
    expect(await converted(content)).toBe('{"a":"1;2","b":"3,4"}\n')
  })

  it('fails for a row of another length with its line, or fills it', async () => {
    const content = 'a,b\n1,2\n"x\ny"\n1,2,3\n'
    await expect(converted(content)).rejects.toMatchObject({
      code: 'INVALID_CONTENT',
      message: textWith(/line 4: the row has 1 cell, the first row has 2/u),
    })
    expect(await converted(content, { raggedRows: 'fill' })).toBe(
      '{"a":"1","b":"2"}\n{"a":"x\\ny","b":""}\n{"a":"1","b":"2","column_3":"3"}\n',
    )
  })

  it('fails for quotation marks that are out of place, and takes them where it is told', async () => {
    await expect(converted('a,b\n1,5" pipe')).rejects.toThrow('line 2: cell 2 has a quotation mark')
    expect(await converted('a,b\n1,5" pipe', { looseQuotes: true })).toBe('{"a":"1","b":"5\\" pipe"}\n')
    await expect(converted('a,b\n1,"2"3')).rejects.toThrow('closing quotation mark')
    await expect(converted('a,b\n1,"2')).rejects.toThrow('never closed')
    await expect(converted(`a,b\n1,"${'x'.repeat(20_000_000)}`)).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })

  it('reads other encodings', async () => {
    expect(await converted(Buffer.from('\uFEFFé,b\n1,2\n', 'utf16le'))).toBe('{"é":"1","b":"2"}\n')
    expect(await converted(Buffer.from('\xe9,b\n1,\x80\n', 'latin1'))).toBe('{"é":"1","b":"€"}\n')
    await expect(converted(Buffer.from('a\nb\xff\n', 'latin1'), { encoding: 'utf-8' })).rejects.toThrow(
      'line 2',
    )
  })

  it('gives back the same table by way of JSON Lines', async () => {
    using tree = new TemporaryTree()
    const cell = fc.string({
      unit: fc.constantFrom('a', '1', ',', ';', '"', '\n', '\r', 'é', '😀', ' ', '=', '\t'),
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }).chain((width) =>
          fc.tuple(
            fc.uniqueArray(
              cell.filter((name) => name !== ''),
              { minLength: width, maxLength: width },
            ),
            fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
          ),
        ),
        async ([names, rows]) => {
          const content = stringify([names, ...rows], { quoted: true, quoted_empty: true })
          const lines = await tryOn(tree, 'csv-to-jsonl', { delimiter: 'comma' }, content)
          const parsed = lines.output
            .toString()
            .trim()
            .split('\n')
            .map((line): unknown => JSON.parse(line))
          expect(parsed).toEqual(
            rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]]))),
          )
          const back = await tryOn(tree, 'jsonl-to-csv', {}, lines.output)
          const again = await tryOn(tree, 'csv-to-jsonl', { delimiter: 'comma' }, back.output)
          expect(again.output.toString()).toBe(lines.output.toString())
        },
      ),
      { numRuns: 80 },
    )
  })

  it('reads tables that are larger than what is read at a time', async () => {
    using tree = new TemporaryTree()
    const rows = Array.from({ length: 40_000 }, (_row, index) => `${index},"é😀 ${index}"`)
    const { cells, output } = await tryOn(tree, 'csv-to-jsonl', {}, `n,text\n${rows.join('\n')}`)
    expect(cells[0]).toBe(40_000)
    const lines = output.toString().trim().split('\n')
    expect(lines).toEqual(rows.map((_row, index) => `{"n":"${index}","text":"é😀 ${index}"}`))
  })

  it('reads files of any name', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'csv-to-jsonl')
    for (const name of hostileNames) {
      expect((await task.run(tree.file(name, 'a\n1\n'))).output.toString()).toBe('{"a":"1"}\n')
    }
  })

  // Not every system has jq and Python.
  it.runIf(isInstalled('jq') && isInstalled('python3'))(
    'means to jq what the CSV means to Python',
    async () => {
      using tree = new TemporaryTree()
      const content = 'id,text\n1,"a, ""b""\nc"\n2,é😀\n3,\n'
      const { output } = await tryOn(tree, 'csv-to-jsonl', {}, content)
      const byJq: unknown = JSON.parse(execFileSync('jq', ['-s', '.'], { input: output, encoding: 'utf8' }))
      const script =
        'import csv,json,sys,io\nprint(json.dumps(list(csv.DictReader(io.TextIOWrapper(sys.stdin.buffer, "utf8", newline="")))))'
      const byPython: unknown = JSON.parse(
        execFileSync('python3', ['-c', script], { input: content, encoding: 'utf8' }),
      )
      expect(byJq).toEqual(byPython)
    },
  )
})
