import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { textWith } from '../fixtures/text-with.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { TriedTask, tryOn } from '../fixtures/try-output.ts'
import { fieldsOf } from '../json/fields.ts'

async function converted(content: string | Uint8Array, parameters: object = {}): Promise<string> {
  using tree = new TemporaryTree()
  return (await tryOn(tree, 'jsonl-to-csv', parameters, content)).output.toString()
}

describe('jsonl-to-csv', () => {
  it('makes a row of each object, with all keys as columns', async () => {
    using tree = new TemporaryTree()
    const content = '{"b":"x","1":1}\r\n\n{"a":"say \\"hi\\", you","b":null}\n {"b":true} '
    const { cells, output } = await tryOn(tree, 'jsonl-to-csv', {}, content)
    expect(output.toString()).toBe('b,1,a\nx,1,\n,,"say ""hi"", you"\ntrue,,\n')
    expect(cells).toEqual([3, 3])
    expect(await converted('')).toBe('')
  })

  it('keeps every digit of numbers, and what is within as JSON', async () => {
    expect(await converted('{"n":12345678901234567890, "m" : 1.50 ,"o":{"a":[1, 2.0]},"__proto__":[]}')).toBe(
      'n,m,o,__proto__\n12345678901234567890,1.50,"{""a"":[1, 2.0]}",[]\n',
    )
  })

  it('takes the columns that are named, in their order', async () => {
    const content = '{"a":1,"b, c":2,"d":3}\n{"d":4}\n'
    expect(await converted(content, { columns: 'd, "b, c", none' })).toBe('d,"b, c",none\n3,2,\n4,,\n')
  })

  it('writes for spreadsheets where it is told', async () => {
    const content = '{"a":"=1+1","b":"x;y"}'
    expect(
      await converted(content, { delimiter: 'semicolon', byteOrderMark: true, escapeFormulas: true }),
    ).toBe('\uFEFFa;b\n\'=1+1;"x;y"\n')
    expect(await converted(content)).toBe('a,b\n=1+1,x;y\n')
  })

  it('fails for what is no JSON or no object, with its line', async () => {
    await expect(converted('{"a":1}\n{"a":}')).rejects.toMatchObject({
      code: 'INVALID_CONTENT',
      message: textWith('in line 2 no valid JSON'),
    })
    await expect(converted('{"a":1}\n\n[1]')).rejects.toThrow('in line 3 a value that is no object')
    const many = Array.from({ length: 11_000 }, (_key, index) => `{"k${index}":1}`).join('\n')
    await expect(converted(many)).rejects.toMatchObject({ code: 'TOO_LARGE' })
    await expect(converted(`{"a":"${'x'.repeat(70_000_000)}"}`)).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })

  it('reads fields as they stand, whatever the JSON', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(0, 1, '\t'),
        (object, space) => {
          const fields = fieldsOf(` ${JSON.stringify(object, null, space)} `)
          const read = fields?.map(({ key, raw }): [string, unknown] => [key, JSON.parse(raw)])
          expect(read).toEqual(
            Object.entries(object).map(([key, value]): [string, unknown] => [
              key,
              JSON.parse(JSON.stringify(value)),
            ]),
          )
        },
      ),
    )
    expect(fieldsOf('[1]')).toBeNull()
    expect(fieldsOf('{"a":1,"a":2}')).toEqual([
      { key: 'a', raw: '1' },
      { key: 'a', raw: '2' },
    ])
  })

  it('tells its progress over both readings', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'jsonl-to-csv')
    const told: number[][] = []
    await task.run(tree.file('file', '{"a":1}\n'), { progress: (done, total) => told.push([done, total]) })
    expect(told).toEqual([
      [8, 16],
      [16, 16],
    ])
  })

  it('reads files of any name', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'jsonl-to-csv')
    for (const name of hostileNames) {
      expect((await task.run(tree.file(name, '{"a":1}'))).output.toString()).toBe('a\n1\n')
    }
  })

  // Not every system has Python.
  it.runIf(isInstalled('python3'))('means to Python what the JSON means', async () => {
    using tree = new TemporaryTree()
    const objects = [
      { a: 'x\ny', b: '"' },
      { a: ' é, 😀', b: '\r' },
    ]
    const { output } = await tryOn(
      tree,
      'jsonl-to-csv',
      {},
      objects.map((each) => JSON.stringify(each)).join('\n'),
    )
    const script =
      'import csv,json,sys,io\nprint(json.dumps(list(csv.DictReader(io.TextIOWrapper(sys.stdin.buffer, "utf8", newline="")))))'
    expect(JSON.parse(execFileSync('python3', ['-c', script], { input: output, encoding: 'utf8' }))).toEqual(
      objects,
    )
  })
})
