import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { textWith } from '../fixtures/text-with.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { TriedTask, tryOn } from '../fixtures/try-output.ts'
import { Fault } from './fault.ts'
import { JsonScanner } from './json-scanner.ts'

async function checked(kind: string, content: string | Uint8Array, more: object = {}): Promise<unknown> {
  using tree = new TemporaryTree()
  return (await tryOn(tree, 'validate', { kind, ...more }, content)).cells
}

/** Whether the scanner takes the text, given in pieces of this size. */
function takes(text: string, size = text.length + 1): boolean {
  const scanner = new JsonScanner({ lines: false, duplicateKeys: 'allow' })
  try {
    for (let at = 0; at < text.length; at += size) scanner.add(text.slice(at, at + size))
    scanner.end()
    return true
  } catch (error) {
    if (error instanceof Fault) return false
    throw error
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('validate: JSON', () => {
  it('takes what is well-formed', async () => {
    expect(await checked('json', ' {"a":[1,-0.5e+3,true,false,null,"\\u00e9\\n"],"b":{}}\n')).toEqual([
      'json',
      'utf-8',
      null,
    ])
    expect(await checked('json', '\uFEFF"é"')).toEqual(['json', 'utf-8', null])
    expect(await checked('json', Buffer.from('\uFEFF[]', 'utf16le'))).toEqual(['json', 'utf-16le', null])
    expect(await checked('jsonl', '{"a":1}\n\n[2]\r\n3')).toEqual(['jsonl', 'utf-8', 3])
    expect(await checked('jsonl', '')).toEqual(['jsonl', 'utf-8', 0])
  })

  it.each([
    ['json', '{"a":1,}', 'line 1, column 8: "}" is not expected here: a key in quotation marks must come'],
    ['json', '[1\n, 2\n  3]', 'line 3, column 3: "3" is not expected here: a comma or ] must come'],
    ['json', '["😀é" x]', 'line 1, column 7: "x"'],
    ['json', '{"a" 1}', 'column 6: "1" is not expected here: a colon must follow the key'],
    ['json', '[01]', 'column 3'],
    ['json', '[1.]', 'column 4: "]" is not expected here: a digit must come'],
    ['json', '["a\nb"]', 'column 4: a line end is not expected here: control characters'],
    ['json', '["\\x"]', 'column 4'],
    ['json', '["\\u12g4"]', 'column 7'],
    ['json', '[tru]', 'column 5'],
    ['json', "{'a':1}", 'column 2'],
    ['json', '[1] [2]', 'column 5: "[" is not expected here: nothing may come behind the value'],
    ['json', '{"a":"b', 'line 1, column 8: the text ends too early'],
    ['json', '', 'line 1, column 1: there is no value'],
    ['jsonl', '{"a":1}\n{"a":\n1}', 'line 2, column 6: the line ends within a value'],
    ['jsonl', '1 2', 'column 3'],
  ])('says where %s %j has its first fault', async (kind, content, words) => {
    await expect(checked(kind, content)).rejects.toMatchObject({
      code: 'INVALID_CONTENT',
      message: textWith(words),
    })
  })

  it('says where a byte is not valid', async () => {
    await expect(checked('json', Buffer.from('[\n"a\xff"]', 'latin1'))).rejects.toThrow(
      'line 2, column 3: a byte that is not valid UTF-8, at position 4',
    )
  })

  it('agrees with the parser of JavaScript, wherever the text is cut into pieces', () => {
    const nearlyJson = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"',
        '1',
        '0',
        '-',
        '.',
        'e',
        '+',
        'true',
        'nul',
        '\\',
        ' ',
        '\n',
        'u00',
        '😀',
      ),
      { maxLength: 9 },
    )
    const size = fc.integer({ min: 1, max: 4 })
    fc.assert(
      fc.property(nearlyJson, size, (parts, pieceSize) => {
        const text = parts.join('')
        expect(takes(text, pieceSize)).toBe(parses(text))
      }),
      { numRuns: 3_000 },
    )
    fc.assert(
      fc.property(fc.json(), size, fc.nat(), fc.string({ maxLength: 1 }), (text, pieceSize, place, other) => {
        expect(takes(text, pieceSize)).toBe(true)
        const at = place % text.length
        const changed = text.slice(0, at) + other + text.slice(at + 1)
        expect(takes(changed, pieceSize)).toBe(parses(changed))
      }),
      { numRuns: 1_000 },
    )
  })

  it('finds doubled keys where it is told to, however they are written', async () => {
    const content = '{"a":{"b":1},"c":{"b":2},\n"\\u0061":3}'
    expect(await checked('json', content)).toEqual(['json', 'utf-8', null])
    await expect(checked('json', content, { duplicateKeys: 'fail' })).rejects.toThrow(
      /line 2, .* key "a" a second time/u,
    )
    expect(await checked('json', '{"a":{"a":[{"a":1},{"a":1}]}}', { duplicateKeys: 'fail' })).toEqual([
      'json',
      'utf-8',
      null,
    ])
  })

  it('checks a value of any length, but nothing nested beyond all measure', async () => {
    expect(await checked('json', `["${'x'.repeat(50_000_000)}"]`)).toEqual(['json', 'utf-8', null])
    await expect(checked('json', '['.repeat(20_000))).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })
})

describe('validate: CSV', () => {
  it('takes a regular table', async () => {
    expect(await checked('csv', 'a;b\n1;2\n"x\ny";""\n')).toEqual(['csv', 'utf-8', 2])
    expect(await checked('csv', '')).toEqual(['csv', 'utf-8', 0])
  })

  it.each([
    ['a,b\n1,2\n3\n', 'line 3: the row has 1 cell, the first row has 2'],
    ['a,b\n1,"2\n3,4\n', 'never closed'],
    ['a,b\n1,x"y\n', 'line 2: cell 2'],
  ])('says where %j has its first fault', async (content, words) => {
    await expect(checked('csv', content, { delimiter: 'comma' })).rejects.toMatchObject({
      code: 'INVALID_CONTENT',
      message: textWith(words),
    })
  })
})

describe('validate: XML', () => {
  it('takes what is well-formed', async () => {
    expect(
      await checked('xml', '<?xml version="1.0"?>\n<a b="c"><!-- x --><d/>&amp;<![CDATA[<]]></a>'),
    ).toEqual(['xml', 'utf-8', 2])
    const latin1 = iconv.encode('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1')
    expect(await checked('xml', latin1)).toEqual(['xml', 'iso-8859-1', 1])
    expect(await checked('xml', Buffer.from('\uFEFF<a>é</a>', 'utf16le'))).toEqual(['xml', 'utf-16le', 1])
    expect(await checked('xml', Buffer.from('<a>é</a>', 'utf16le'))).toEqual(['xml', 'utf-16le', 1])
  })

  it.each([
    ['<a>\n<b></a>', 'line 2'],
    ['<a>\n  <b c=d/></a>', 'line 2, column 8'],
    ['<a>&none;</a>', 'undefined entity'],
    ['<a/><b/>', 'line 1'],
    ['<a>', 'unclosed tag'],
    ['', 'root element'],
    ['plain', 'line 1'],
    ['<?xml version="1.0" encoding="klingon"?><a/>', 'the encoding klingon'],
    ['<?xml version="1.0" encoding="UTF-16"?><a/>', 'is not encoded so'],
  ])('says where %j has its first fault', async (content, words) => {
    await expect(checked('xml', content)).rejects.toMatchObject({
      code: 'INVALID_CONTENT',
      message: textWith(words),
    })
  })

  it('says where a byte is not valid', async () => {
    await expect(checked('xml', Buffer.from('<a>\n\xe9</a>', 'latin1'))).rejects.toThrow(
      /line 2, column 1: a byte/u,
    )
  })

  it('reads no other file and lets no entity grow', async () => {
    const external = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    expect(await checked('xml', external)).toEqual(['xml', 'utf-8', 1])
    const lol = Array.from(
      { length: 20 },
      (_level, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
    )
    const bomb = `<!DOCTYPE a [<!ENTITY l0 "lol">${lol.join('')}]><a>${'&l20;'.repeat(10)}</a>`
    expect(await checked('xml', bomb)).toEqual(['xml', 'utf-8', 1])
    const elsewhere = '<!DOCTYPE html PUBLIC "x" "http://localhost/x.dtd"><html>&nbsp;</html>'
    expect(await checked('xml', elsewhere)).toEqual(['xml', 'utf-8', 1])
  })

  it('checks text of any length, but holds no markup beyond all measure', async () => {
    expect(await checked('xml', `<a>${'x'.repeat(50_000_000)}<b/></a>`)).toEqual(['xml', 'utf-8', 2])
    await expect(checked('xml', `<a><!--${'x'.repeat(40_000_000)}--></a>`)).rejects.toMatchObject({
      code: 'TOO_LARGE',
    })
    await expect(checked('xml', '<a>'.repeat(200_000))).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })

  // Not every system has xmllint.
  it.runIf(isInstalled('xmllint'))('agrees with xmllint', async () => {
    const parts = fc.array(
      fc.constantFrom(
        '<a>',
        '</a>',
        '<b/>',
        '<b c="d">',
        '</b>',
        '&amp;',
        '&',
        'x',
        '<!--y-->',
        '<![CDATA[z]]>',
        '<?p?>',
        ']]>',
        '>',
      ),
      { maxLength: 5 },
    )
    await fc.assert(
      fc.asyncProperty(parts, async (drawn) => {
        const content = `<a>${drawn.join('')}</a>`
        const isTaken = await checked('xml', content).then(
          () => true,
          () => false,
        )
        expect(isTaken).toBe(spawnSync('xmllint', ['--noout', '-'], { input: content }).status === 0)
      }),
      { numRuns: 60 },
    )
  })
})

describe('validate', () => {
  it('tells the kind by the extension', async () => {
    using tree = new TemporaryTree()
    const kindOf = async (name: string, content: string): Promise<unknown> =>
      (await tryOn(tree, 'validate', {}, content, name)).cells[0]
    expect(await kindOf('x.JSON', '{}')).toBe('json')
    expect(await kindOf('x.ndjson', '{}')).toBe('jsonl')
    expect(await kindOf('x.tsv', 'a\tb')).toBe('csv')
    expect(await kindOf('x.svg', '<svg/>')).toBe('xml')
    await expect(kindOf('folder.xml/x', '')).rejects.toThrow('Choose the kind')
  })

  it('reads files of any name', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'validate', { kind: 'json' })
    for (const name of hostileNames) expect((await task.run(tree.file(name, '1'))).cells[0]).toBe('json')
  })
})
