import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quoteWord } from './command-line.ts'
import { fillTemplate, parseCommandTemplate } from './command-line-template.ts'

function fill(line: string, path: string, separators?: string): string[] {
  const template = parseCommandTemplate(line)
  if (!template.ok) throw new Error(template.message)
  return fillTemplate(
    template.value,
    { path, seq: 7, relative: 'a/b', worker: 3, output: '/o' },
    {},
    separators,
  )
}

function faultOf(line: string): string {
  const template = parseCommandTemplate(line)
  return template.ok ? 'none' : template.message
}

const all = `x {} {.} {/} {//} {/.} {ext} {#}`

describe('fillTemplate', () => {
  it.each<[path: string, words: string[]]>([
    ['/a/b c.tar.gz', ['/a/b c.tar.gz', '/a/b c.tar', 'b c.tar.gz', '/a', 'b c.tar', 'gz', '7']],
    ['/a.d/name', ['/a.d/name', '/a.d/name', 'name', '/a.d', 'name', '', '7']],
    ['/a/.bashrc', ['/a/.bashrc', '/a/.bashrc', '.bashrc', '/a', '.bashrc', '', '7']],
    ['/a/.x.JPG', ['/a/.x.JPG', '/a/.x', '.x.JPG', '/a', '.x', 'JPG', '7']],
    ['/a/dot.', ['/a/dot.', '/a/dot.', 'dot.', '/a', 'dot.', '', '7']],
    ['/top.txt', ['/top.txt', '/top', 'top.txt', '/', 'top', 'txt', '7']],
    ['0042', ['0042', '0042', '0042', '.', '0042', '', '7']],
    ['/a/\udcff.\udc80', ['/a/\udcff.\udc80', '/a/\udcff', '\udcff.\udc80', '/a', '\udcff', '\udc80', '7']],
    [
      '/a/back\\slash.x',
      ['/a/back\\slash.x', '/a/back\\slash', 'back\\slash.x', '/a', 'back\\slash', 'x', '7'],
    ],
  ])('fills in every placeholder: %j', (path, words) => {
    expect(fill(all, path)).toEqual(['x', ...words])
  })

  it('knows the separators of Windows', () => {
    expect(fill('x {//} {/.} {ext}', 'C:\\a b\\c.txt', '\\/')).toEqual(['x', 'C:\\a b', 'c', 'txt'])
    expect(fill('x {//}', 'C:\\c.txt', '\\/')).toEqual(['x', 'C:\\'])
  })

  it('fills in within words and quotes, and takes braces that are written twice as they are', () => {
    expect(fill(`cp "{}" '{//}/{/.}-{#}.{ext}'`, '/a b/c.txt')).toEqual(['cp', '/a b/c.txt', '/a b/c-7.txt'])
    expect(fill(`awk '{{print $1}}' {} {{{}}} {{}}`, '/f')).toEqual(['awk', '{print $1}', '/f', '{/f}', '{}'])
  })

  it('has the path as the last word where no placeholder is', () => {
    expect(fill('sha256sum', '/f')).toEqual(['sha256sum', '/f'])
    expect(fill('echo {{}}', '/f')).toEqual(['echo', '{}', '/f'])
    expect(fill('echo {#}', '/f')).toEqual(['echo', '7'])
  })

  it('has a word for each file of a call where {all} stands, whatever is in their names', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 5 }), (paths) => {
        const template = parseCommandTemplate(`cp -t {own} '{all}' {{all}} {%}`, ['own'])
        if (!template.ok) throw new Error(template.message)
        const item = { path: '/first', seq: 7, relative: '', worker: 3, output: null, all: paths }
        expect(fillTemplate(template.value, item, { own: 'a b' })).toEqual([
          ...['cp', '-t', 'a b', ...paths, '{all}', '3'],
        ])
      }),
    )
    expect(fill('ls {all}', '/only')).toEqual(['ls', '/only'])
  })

  it('keeps what comes from an item within its word, whatever it is', () => {
    const path = fc.string({
      unit: fc.oneof(fc.constantFrom('{}', '{{', ' ', "'", '"', '\n', '\\', '$(x)', '/', '.'), fc.string()),
    })
    fc.assert(
      fc.property(path, (text) => {
        expect(fill('a {} {{b}} {}{}', text)).toEqual(['a', text, '{b}', text + text])
        const [, bare = '', extension = ''] = fill('a {.} {ext}', text)
        expect([bare, `${bare}.${extension}`]).toContain(text)
        const [, folder = '', name = ''] = fill('a {//} {/}', text)
        if (text.includes('/')) expect([`${folder}/${name}`, `${folder}${name}`]).toContain(text)
        else expect([folder, name]).toEqual(['.', text])
      }),
    )
  })

  it('leaves words without braces as they are', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string().map((word) => word.replace(/[{}]/gu, '')),
          { minLength: 1 },
        ),
        (words) => {
          fc.pre(words[0] !== '')
          expect(fill(words.map(quoteWord).join(' '), '/f')).toEqual([...words, '/f'])
        },
      ),
    )
  })
})

describe('parseCommandTemplate', () => {
  it('tells the program where it is the same for every item', () => {
    const programOf = (line: string): unknown => {
      const template = parseCommandTemplate(line)
      return template.ok ? template.value.program : template
    }
    expect(programOf(`'my program' {}`)).toBe('my program')
    expect(programOf('{} --version')).toBeNull()
    expect(programOf('{//}/convert')).toBeNull()
  })

  it('names what it does not know, and what it does', () => {
    const fault = faultOf('echo {path} {}')
    expect(fault).toContain('an unknown placeholder {path}')
    for (const known of ['{}', '{.}', '{/}', '{//}', '{/.}', '{ext}', '{#}'])
      expect(fault).toContain(`${known} the`)
    expect(faultOf(`awk '{print $1}'`)).toContain('{print $1}')
    expect(faultOf('echo a{b')).toContain('a single { in the word a{b')
    expect(faultOf('echo a}b')).toContain('a single } in the word a}b')
  })

  it.each([
    ['{all}', 'where the program is named'],
    ['ls x{all}', 'within a word'],
    ['ls "{all} "', 'within a word'],
    ['ls {all}{all}', 'within a word'],
    ['ls {all} {all}', 'twice'],
    ['cp {all} {output}', 'has {output} beside {all}'],
    ['ls {all} x{.}', 'has {.} beside {all}'],
    ['ls {relative} {all}', 'has {relative} beside {all}'],
  ])('refuses {all} where it can mean nothing: %j', (line, fault) => {
    expect(faultOf(line)).toContain(fault)
  })

  it('refuses a line that names no program', () => {
    expect(faultOf('  ')).toContain('is empty')
    expect(faultOf(`'' x`)).toContain('an empty word')
    expect(faultOf(`echo 'x`)).toContain('never closed')
  })
})
