import { chmodSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InputFilterInput } from '../../../shared/model/input-filter.ts'
import type { InputSource } from '../../../shared/model/job.ts'
import { itemFilter } from './fixtures/item-filters.ts'
import { Recorder } from './fixtures/recorder.ts'
import { asOrdinaryUser, TemporaryTree } from './fixtures/temporary-tree.ts'
import { lookThrough, mayRepeat } from './look-through.ts'

const posix = process.platform !== 'win32'

function look(inputs: readonly InputSource[], filter: InputFilterInput = {}): Recorder {
  const recorder = new Recorder()
  lookThrough(inputs, recorder, itemFilter(filter))
  return recorder
}

function pathInput(path: string): InputSource {
  return { kind: 'path', path }
}

function globInput(pattern: string): InputSource {
  return { kind: 'glob', pattern }
}

describe('lookThrough', () => {
  it('takes inputs in their order: a file for itself, a folder for all below it', () => {
    using tree = new TemporaryTree()
    for (const path of ['b/2', 'b/1', 'a/3', 'file']) tree.file(path, 'abc')
    const recorder = look([pathInput(tree.at('b')), pathInput(tree.at('file')), pathInput(tree.at('a'))])
    expect(recorder.paths).toEqual(['b/1', 'b/2', 'file', 'a/3'].map((path) => tree.at(path)))
    expect(recorder.findings[2]?.facts.size).toBe(3)
  })

  it('puts paths in order and keeps their spelling otherwise', () => {
    using tree = new TemporaryTree()
    tree.file('folder/file')
    const root = tree.root
    expect(look([pathInput(`${root}//folder/./file`)]).paths).toEqual([tree.at('folder/file')])
    expect(look([pathInput(`${root}/folder/`)]).paths).toEqual([tree.at('folder/file')])
    expect(look([pathInput(`${root}/folder/../folder/file`)]).paths).toEqual([tree.at('folder/file')])
  })

  it('says below which folder each input was given', () => {
    using tree = new TemporaryTree()
    for (const path of ['a/deep/1', 'b/2', 'c/deep/3', 'd/4']) tree.file(path)
    const list = tree.file('list', `d/4\n${tree.at('a/deep')}\n${tree.at('b/2')}\n`)
    const recorder = look([
      pathInput(`${tree.at('a')}/`),
      pathInput(tree.at('b/2')),
      globInput(`${tree.at('c')}/**/3`),
      { kind: 'list', path: list, separator: 'newline', base: tree.root },
      { kind: 'range', range: { from: 1, to: 1, step: 1, digits: 1 } },
    ])
    // Of a list, relative entries keep the folders below its base.
    expect(recorder.roots).toEqual([
      ...[tree.at('a'), tree.at('b'), tree.at('c'), tree.root, tree.at('a/deep'), tree.at('b')],
      null,
    ])
  })

  it('reports a path that does not exist, and one that cannot', () => {
    using tree = new TemporaryTree()
    const recorder = look([
      pathInput(tree.at('gone/file')),
      pathInput(`${tree.root}/nul\0`),
      pathInput(tree.file('file')),
    ])
    expect(recorder.problems.map(([, code]) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND'])
    expect(recorder.paths).toHaveLength(3)
  })

  it('reports a path that is too long', () => {
    const path = `/${'x'.repeat(5_000)}`
    expect(look([pathInput(path)]).problems).toEqual([[path, 'NAME_TOO_LONG']])
  })

  it('finds the files that a pattern matches, and none where its beginning is not there', () => {
    using tree = new TemporaryTree()
    for (const path of ['a/1.jpg', 'a/2.png', 'b/3.jpg']) tree.file(path)
    expect(look([globInput(`${tree.root}/**/*.jpg`)]).paths).toEqual([tree.at('a/1.jpg'), tree.at('b/3.jpg')])
    expect(look([globInput(`${tree.root}/gone/*.jpg`)]).findings).toEqual([])
    expect(look([globInput(`${tree.root}/a/1.jpg/*`)]).findings).toEqual([])
    expect(look([globInput(`${tree.root}/a/1.jpg`)]).paths).toEqual([tree.at('a/1.jpg')])
  })

  it('reports a pattern that cannot be used', () => {
    const recorder = look([globInput(`/${'{a,b}'.repeat(30)}`)])
    expect(recorder.findings[0]?.problem?.message).toContain('alternatives')
    expect(recorder.problems).toHaveLength(1)
  })

  it('takes entries of a list as it takes paths, relative ones from the base', () => {
    using tree = new TemporaryTree()
    for (const path of ['work/file', 'work/folder/1', 'work/folder/2', 'absolute']) tree.file(path)
    const list = tree.file('lists/list', `file\r\n./folder\n\n${tree.at('absolute')}\ngone\n../absolute\n`)
    const recorder = look([{ kind: 'list', path: list, separator: 'newline', base: tree.at('work') }])
    expect(recorder.paths).toEqual(
      ['work/file', 'work/folder/1', 'work/folder/2', 'absolute', 'work/gone', 'absolute'].map((path) =>
        tree.at(path),
      ),
    )
    expect(recorder.problems).toEqual([[tree.at('work/gone'), 'NOT_FOUND']])
  })

  it('takes entries of a list literally, not as patterns', () => {
    using tree = new TemporaryTree()
    tree.file('a.jpg')
    const list = tree.file('list', `*.jpg\n~/a.jpg\n`)
    const recorder = look([{ kind: 'list', path: list, separator: 'newline', base: tree.root }])
    expect(recorder.problems.map(([, code]) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND'])
  })

  it('takes entries of a CSV file as it takes those of a list', () => {
    using tree = new TemporaryTree()
    for (const path of ['work/a,b.jpg', 'work/folder/1']) tree.file(path)
    const path = tree.file('list.csv', `id;file\n1;a,b.jpg\n2;folder\n3;gone\n4;\n`)
    const list = { kind: 'csv', path, header: false, delimiter: 'auto', base: tree.at('work') } as const
    const recorder = look([{ ...list, column: 'file' }])
    expect(recorder.paths).toEqual(['a,b.jpg', 'folder/1', 'gone'].map((name) => tree.at(`work/${name}`)))
    expect(recorder.problems).toEqual([[tree.at('work/gone'), 'NOT_FOUND']])
    const wrong = look([{ ...list, column: 'path' }])
    expect(wrong.findings[0]?.problem?.message).toContain('it has no column "path"')
  })

  it('gives the numbers of a range as they are', () => {
    const recorder = look([{ kind: 'range', range: { from: 9, to: 11, step: 1, digits: 3 } }])
    expect(recorder.findings).toEqual(
      ['009', '010', '011'].map((path) => ({
        path,
        facts: { size: null, modifiedAt: null },
        problem: null,
        identity: path,
      })),
    )
  })

  it('filters files that were named like those it finds, but for hidden names, links and depth', () => {
    using tree = new TemporaryTree()
    for (const path of ['.h/.a.jpg', '.h/b.txt', '.h/large.jpg'])
      tree.file(path, path === '.h/large.jpg' ? 'xxx' : '')
    const list = tree.file(
      'list',
      ['.h/.a.jpg', '.h/b.txt', '.h/large.jpg', '.h/gone.txt', '.h/gone.jpg'].join('\n'),
    )
    const filter = { extensions: ['jpg'], maxSize: 2, hidden: false, maxDepth: 1 }
    const inputs: InputSource[] = [
      { kind: 'list', path: list, separator: 'newline', base: tree.root },
      globInput(`${tree.root}/.h/*.jpg`),
      pathInput(tree.at('.h/.a.jpg')),
    ]
    const recorder = look(inputs, filter)
    expect(recorder.paths).toEqual(['.h/.a.jpg', '.h/gone.jpg', '.h/.a.jpg'].map((path) => tree.at(path)))
    expect(recorder.leftOutCounts).toMatchObject({ extension: 2, size: 2, hidden: 0, tooDeep: 0 })
  })

  it('takes a folder that is named as one item where folders are taken whole', () => {
    using tree = new TemporaryTree()
    for (const path of ['one/a/1', 'one/2', 'two/3', 'file']) tree.file(path)
    tree.link('link', 'two')
    const list = tree.file('list', 'one/a\n')
    const inputs: InputSource[] = [
      pathInput(`${tree.at('one')}/`),
      { kind: 'list', path: list, separator: 'newline', base: tree.root },
      pathInput(tree.at('link')),
      pathInput(tree.at('file')),
      globInput(`${tree.root}/two/*`),
    ]
    const recorder = look(inputs, { wholeFolders: true, exclude: ['link'] })
    expect(recorder.paths).toEqual(['one', 'one/a', 'file', 'two/3'].map((path) => tree.at(path)))
    expect(recorder.findings[0]).toEqual({
      ...{ path: tree.at('one'), facts: { size: null, modifiedAt: null } },
      ...{ problem: null, identity: tree.at('one') },
    })
    expect(recorder.leftOutCounts).toMatchObject({ pattern: 1 })
    expect(look(inputs, { wholeFolders: true, modifiedBefore: '2001-01-01' }).paths).toEqual([])
  })

  it('holds patterns with a slash against the path below each input', () => {
    using tree = new TemporaryTree()
    for (const path of ['one/a/1', 'one/2', 'two/a/3', 'two/b/4']) tree.file(path)
    const inputs = [pathInput(tree.at('one')), pathInput(tree.at('two')), globInput(`${tree.root}/one/**`)]
    expect(look(inputs, { include: ['a/*'] }).paths).toEqual(
      ['one/a/1', 'two/a/3', 'one/a/1'].map((path) => tree.at(path)),
    )
    // What the pattern of the input does not name was not left out of it.
    expect(look([globInput(`${tree.root}/*/2`)], { exclude: ['zzz'] }).leftOutCounts.pattern).toBe(0)
  })

  it('reports a list that cannot be read, and entries too long to be paths', () => {
    using tree = new TemporaryTree()
    const gone: InputSource = { kind: 'list', path: tree.at('gone'), separator: 'nul', base: tree.root }
    expect(look([gone]).problems).toEqual([[tree.at('gone'), 'NOT_FOUND']])
    const list = tree.file('list', 'x'.repeat(70_000))
    expect(look([{ ...gone, path: list }]).problems).toEqual([['x'.repeat(200), 'NAME_TOO_LONG']])
    const folder: InputSource = { ...gone, path: tree.root }
    expect(look([folder]).problems.map(([path]) => path)).toEqual([tree.root])
  })
})

describe.runIf(posix)('lookThrough on POSIX', () => {
  it('follows links that were named, to files and to folders, and keeps their spelling', () => {
    using tree = new TemporaryTree()
    tree.file('real/file', 'four')
    tree.link('to-file', 'real/file')
    tree.link('to-folder', 'real')
    const recorder = look([
      pathInput(tree.at('to-file')),
      pathInput(tree.at('to-folder')),
      pathInput(tree.at('real')),
    ])
    expect(recorder.paths).toEqual(['to-file', 'to-folder/file', 'real/file'].map((path) => tree.at(path)))
    expect(recorder.findings.map(({ identity }) => identity)).toEqual(Array(3).fill(tree.at('real/file')))
    expect(recorder.findings[0]?.facts.size).toBe(4)
    expect(recorder.links).toBe(0)
  })

  it('tells the same file by the same identity, however it is reached', () => {
    using tree = new TemporaryTree()
    tree.file('real/sub/file')
    tree.link('link', 'real')
    const list = tree.file('list', `link/sub/file\n${tree.root}/link/sub\nreal/sub/../sub/file\n`)
    const recorder = look([
      pathInput(tree.at('real/sub/file')),
      pathInput(tree.at('link')),
      globInput(`${tree.root}/link/**/file`),
      { kind: 'list', path: list, separator: 'newline', base: tree.root },
    ])
    expect(recorder.findings).toHaveLength(6)
    expect(new Set(recorder.findings.map(({ identity }) => identity))).toEqual(
      new Set([tree.at('real/sub/file')]),
    )
  })

  it('leaves `..` to the system where a link goes before it', () => {
    using tree = new TemporaryTree()
    tree.file('elsewhere/file', 'right')
    tree.folder('elsewhere/folder')
    tree.link('link', 'elsewhere/folder')
    tree.file('file', 'wrong one')
    const recorder = look([pathInput(`${tree.root}/link/../file`)])
    expect(recorder.findings[0]?.facts.size).toBe('right'.length)
    expect(recorder.paths).toEqual([`${tree.root}/link/../file`])
  })

  it('reports a loop of links, a link to nothing, a FIFO, a socket and a device', async () => {
    using tree = new TemporaryTree()
    await using _socket = await tree.socket('socket')
    const inputs = [
      tree.link('one', 'other'),
      tree.link('other', 'one'),
      tree.link('dangling', 'nowhere'),
      tree.fifo('fifo'),
      tree.at('socket'),
      '/dev/null',
    ]
    const recorder = look(inputs.map(pathInput))
    expect(recorder.problems.map(([, code]) => code)).toEqual([
      'LINK_LOOP',
      'LINK_LOOP',
      'NOT_FOUND',
      'NOT_A_FILE',
      'NOT_A_FILE',
      'NOT_A_FILE',
    ])
    expect(recorder.findings[2]?.problem?.message).toContain('symbolic link to something that does not exist')
  })

  it('reports what may not be read, as an ordinary user', async () => {
    using tree = new TemporaryTree()
    tree.file('closed/file')
    tree.file('closed/deep/file')
    tree.file('open/file')
    chmodSync(tree.root, 0o755)
    chmodSync(tree.at('closed'), 0o000)
    const recorder = await asOrdinaryUser(() =>
      look([
        pathInput(tree.at('closed')),
        pathInput(tree.at('closed/file')),
        globInput(`${tree.root}/*/file`),
        globInput(`${tree.root}/closed/deep/*`),
      ]),
    )
    chmodSync(tree.at('closed'), 0o755)
    expect(recorder.problems).toEqual([
      [tree.at('closed'), 'PERMISSION_DENIED'],
      [tree.at('closed/file'), 'PERMISSION_DENIED'],
      [tree.at('closed'), 'PERMISSION_DENIED'],
      [tree.at('closed/deep'), 'PERMISSION_DENIED'],
    ])
    expect(recorder.paths).toContain(tree.at('open/file'))
  })

  it('handles names that are not UTF-8 as inputs, in lists and below links', () => {
    using tree = new TemporaryTree()
    tree.file('odd \udcff/file \udcfe')
    const list = tree.file('list', Buffer.from('odd \xff/file \xfe\n', 'latin1'))
    const recorder = look([
      pathInput(tree.at('odd \udcff')),
      { kind: 'list', path: list, separator: 'newline', base: tree.root },
      globInput(`${tree.root}/odd*/file*`),
    ])
    expect(recorder.findings.map(({ identity }) => identity)).toEqual(
      Array(3).fill(tree.at('odd \udcff/file \udcfe')),
    )
    expect(recorder.problems).toEqual([])
  })

  it('gives a file one identity and different files different ones, for any way through links', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom('a', 'b', 'to-a', 'to-b', 'a/up', 'b/up'), fc.constantFrom('1', '2')),
          { minLength: 2, maxLength: 8 },
        ),
        (ways) => {
          using tree = new TemporaryTree()
          for (const path of ['a/1', 'a/2', 'b/1', 'b/2', '1', '2']) tree.file(path, path)
          tree.link('to-a', 'a')
          tree.link('to-b', tree.at('b'))
          tree.link('a/up', '..')
          tree.link('b/up', '../to-a')
          const real: Record<string, string> = { 'to-a': 'a', 'to-b': 'b', 'a/up': '', 'b/up': 'a' }
          const recorder = look(ways.map(([folder, file]) => pathInput(tree.at(`${folder}/${file}`))))
          const expected = ways.map(([folder, file]) => tree.at(`${real[folder] ?? folder}/${file}`))
          const identities = recorder.findings.map(({ identity }) => identity)
          // Where no file can be met twice, nobody needs to know it again and the spelling stands.
          if (new Set(expected).size < expected.length) expect(identities).toEqual(expected)
          expect(new Set(identities).size).toBe(new Set(expected).size)
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('mayRepeat', () => {
  it('is false for one input and for folders and files apart from each other', () => {
    using tree = new TemporaryTree()
    for (const path of ['a/1', 'ab/1', 'a-b/1', 'file']) tree.file(path)
    expect(mayRepeat([pathInput(tree.at('a'))], false)).toBe(false)
    expect(mayRepeat([globInput(`${tree.root}/**`)], false)).toBe(false)
    expect(
      mayRepeat(
        ['a', 'ab', 'a-b', 'file'].map((path) => pathInput(tree.at(path))),
        false,
      ),
    ).toBe(false)
    expect(mayRepeat([pathInput(tree.at('a')), globInput(`${tree.root}/ab/*`)], false)).toBe(false)
  })

  it('is true for lists, for folders within each other, for the same twice, and where it cannot be told', () => {
    using tree = new TemporaryTree()
    for (const path of ['a/b/1', 'a-b/1']) tree.file(path)
    const list: InputSource = { kind: 'list', path: tree.at('list'), separator: 'nul', base: tree.root }
    expect(mayRepeat([list], false)).toBe(true)
    expect(
      mayRepeat([pathInput(tree.at('a')), pathInput(tree.at('a-b')), pathInput(tree.at('a/b/1'))], false),
    ).toBe(true)
    expect(mayRepeat([pathInput(tree.at('a')), pathInput(`${tree.at('a')}/`)], false)).toBe(true)
    expect(mayRepeat([globInput(`${tree.root}/*/1`), pathInput(tree.at('a'))], false)).toBe(true)
    expect(mayRepeat([pathInput(tree.at('a')), pathInput(tree.at('gone'))], false)).toBe(true)
  })

  it('is true where links are followed, and for ranges only of each other', () => {
    const range: InputSource = { kind: 'range', range: { from: 1, to: 2, step: 1, digits: 1 } }
    using tree = new TemporaryTree()
    expect(mayRepeat([pathInput(tree.root)], true)).toBe(true)
    expect(mayRepeat([range], true)).toBe(false)
    expect(mayRepeat([range, pathInput(tree.root)], false)).toBe(false)
    expect(mayRepeat([range, range], false)).toBe(true)
  })

  it.runIf(posix)('sees through links', () => {
    using tree = new TemporaryTree()
    tree.file('a/b/1')
    tree.link('to-b', 'a/b')
    expect(mayRepeat([pathInput(tree.at('a')), pathInput(tree.at('to-b'))], false)).toBe(true)
  })
})
