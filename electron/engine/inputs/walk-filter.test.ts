import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inputFilterSchema, type InputFilterInput } from '../../../shared/model/input-filter.ts'
import type { LeftOut } from '../../../shared/model/run.ts'
import { fromPathBytes, toPathBytes } from '../path-bytes.ts'
import { itemFilter } from './fixtures/item-filters.ts'
import { dayText, plant, randomEntries } from './fixtures/random-tree.ts'
import { Recorder } from './fixtures/recorder.ts'
import { TemporaryTree } from './fixtures/temporary-tree.ts'
import { realPath } from './real-path.ts'
import { walkFolder } from './walk.ts'

function walk(folder: string, filter: InputFilterInput = {}): Recorder {
  const recorder = new Recorder()
  walkFolder(folder, folder, recorder, { pattern: null, filter: itemFilter(filter) })
  return recorder
}

/** What was left out for any reason at all. */
function leftOut(recorder: Recorder): Partial<LeftOut> {
  return Object.fromEntries(Object.entries(recorder.leftOutCounts).filter(([, count]) => count > 0))
}

const posix = process.platform !== 'win32'
const hasFind = posix && spawnSync('find', ['--version']).stdout.toString().includes('GNU')

const patterns = fc.constantFrom(
  '*.jpg',
  '*',
  'a',
  'b/',
  '/a',
  '/a/',
  'a/*',
  'a/**',
  '**/b',
  '**/a/*.jpg',
  'a/b/',
  '?',
  '.*',
  '\\*',
)
const someFilters = fc.record(
  {
    include: fc.array(patterns, { maxLength: 2 }),
    exclude: fc.array(patterns, { maxLength: 2 }),
    extensions: fc.array(fc.constantFrom('jpg', '.TXT'), { maxLength: 2 }),
    minSize: fc.integer({ min: 0, max: 3 }),
    maxSize: fc.integer({ min: 3, max: 5 }),
    modifiedAfter: fc.integer({ min: 0, max: 5 }).map(dayText),
    modifiedBefore: fc.integer({ min: 0, max: 5 }).map(dayText),
    hidden: fc.boolean(),
    maxDepth: fc.integer({ min: 1, max: 3 }),
  },
  { requiredKeys: [] },
)

describe('walkFolder with a filter', () => {
  it('counts what it leaves out by the rule that left it out, folders as one', () => {
    using tree = new TemporaryTree()
    for (const path of [
      '.h/1',
      '.h/2',
      '.a',
      'trash/1',
      'trash/2',
      'a.jpg',
      'b.txt',
      'c.txt',
      'deep/er/1.jpg',
    ])
      tree.file(path, 'x')
    tree.file('large.jpg', 'xxx')
    const recorder = walk(tree.root, {
      hidden: false,
      exclude: ['trash'],
      extensions: ['jpg'],
      maxDepth: 2,
      maxSize: 2,
    })
    expect(recorder.paths).toEqual([tree.at('a.jpg')])
    expect(leftOut(recorder)).toEqual({ hidden: 2, pattern: 1, extension: 2, tooDeep: 1, size: 1 })
    const timely = walk(tree.root, { modifiedBefore: '2001-01-01', include: ['*.jpg'] })
    expect(leftOut(timely)).toEqual({ pattern: 7, modified: 3 })
  })

  it('does not enter a folder in which nothing could be wanted', () => {
    using tree = new TemporaryTree()
    for (const path of ['a/x/1', 'b/x/1', 'b/y/1', 'c/1']) tree.file(path)
    // A count of one for each folder: what is in them was not looked at.
    const recorder = walk(tree.root, { include: ['b/x/*'] })
    expect(recorder.paths).toEqual([tree.at('b/x/1')])
    expect(leftOut(recorder)).toEqual({ pattern: 3 })
  })

  it.each([
    ['any rules', someFilters.map(asFilter)],
    ['patterns', fc.array(patterns, { minLength: 1, maxLength: 2 }).map((include) => asFilter({ include }))],
    ['extensions', fc.constant(asFilter({ extensions: ['jpg', 'TXT'] }))],
  ])('finds what a simple model finds, in the order of a walk without a filter: %s', (_, filters) => {
    fc.assert(
      fc.property(randomEntries(['file', 'file', 'folder']), filters, (entries, filter) => {
        using tree = new TemporaryTree()
        plant(tree, entries)
        const expected = walk(tree.root).paths.filter((path) => isWanted(tree.root, path, filter))
        const recorder = walk(tree.root, filter)
        expect(recorder.paths).toEqual(expected)
        expect(recorder.problems).toEqual([])
        for (const reason of Object.keys(leftOut(recorder))) expect(reasonsOf(filter)).toContain(reason)
      }),
      { numRuns: 100 },
    )
  })

  it.runIf(hasFind)('finds what find finds', () => {
    const names = fc.constantFrom('*.jpg', 'a', '.*', '?', '[ab]', 'c*', '*.txt')
    fc.assert(
      fc.property(
        randomEntries(['file', 'file', 'folder', 'link']),
        someFilters,
        fc.array(names, { maxLength: 2 }),
        fc.array(names, { maxLength: 2 }),
        (entries, some, include, exclude) => {
          using tree = new TemporaryTree()
          plant(tree, entries)
          const filter = { ...some, include, exclude }
          expect(new Set(walk(tree.root, filter).paths)).toEqual(new Set(find(tree.root, filter)))
        },
      ),
      { numRuns: 80 },
    )
  })
})

describe.runIf(posix)('walkFolder with followed links', () => {
  const followLinks = true

  it('follows links to files and to folders, in the spelling of the links', () => {
    using tree = new TemporaryTree()
    tree.file('elsewhere/sub/file', 'four')
    tree.folder('top')
    tree.link('top/to-file', '../elsewhere/sub/file')
    tree.link('top/to-folder', '../elsewhere')
    const recorder = walk(tree.at('top'), { followLinks })
    expect(recorder.paths).toEqual([tree.at('top/to-file'), tree.at('top/to-folder/sub/file')])
    expect(recorder.findings.map(({ identity }) => identity)).toEqual(
      Array(2).fill(tree.at('elsewhere/sub/file')),
    )
    expect(recorder.findings[0]?.facts.size).toBe(4)
    expect(leftOut(recorder)).toEqual({})
  })

  it('goes through each folder once, by its own place first', () => {
    using tree = new TemporaryTree()
    for (const path of ['a/1', 'z/2', 'z/deep/3']) tree.file(path)
    tree.link('a/again', '../z')
    tree.link('a/deeper', '../z/deep')
    tree.link('a/self', '.')
    tree.link('z/up', '..')
    const recorder = walk(tree.root, { followLinks })
    expect(recorder.paths).toEqual(['a/1', 'z/2', 'z/deep/3'].map((path) => tree.at(path)))
    expect(leftOut(recorder)).toEqual({ links: 4 })
  })

  it('does not lose its way where every folder links to every other', () => {
    using tree = new TemporaryTree()
    const folders = Array.from({ length: 12 }, (_, index) => `folder-${index}`)
    for (const folder of folders) tree.file(`${folder}/file`)
    for (const folder of folders) {
      for (const other of folders) tree.link(`${folder}/to-${other}`, `../${other}`)
    }
    const recorder = walk(tree.at('folder-0'), { followLinks })
    expect(new Set(recorder.findings.map(({ identity }) => identity)).size).toBe(12)
    expect(recorder.findings).toHaveLength(12)
    expect(leftOut(recorder)).toEqual({ links: 12 * 12 - 11 })
  })

  it('reports broken links and links that lead to themselves, unless their names leave them out', () => {
    using tree = new TemporaryTree()
    tree.link('broken.jpg', 'nowhere')
    tree.link('loop.jpg', 'loop.jpg')
    expect(walk(tree.root, { followLinks }).problems).toEqual([
      [tree.at('broken.jpg'), 'NOT_FOUND'],
      [tree.at('loop.jpg'), 'LINK_LOOP'],
    ])
    expect(leftOut(walk(tree.root, { followLinks, extensions: ['tif'] }))).toEqual({ extension: 2 })
  })

  it('filters what lies behind a link by the place of the link', () => {
    using tree = new TemporaryTree()
    for (const path of ['elsewhere/1.jpg', 'elsewhere/sub/2.jpg', 'top/x/.keep']) tree.file(path)
    tree.link('top/x/link', '../../elsewhere')
    const top = tree.at('top')
    expect(walk(top, { followLinks, maxDepth: 2 }).paths).toEqual([tree.at('top/x/.keep')])
    expect(walk(top, { followLinks, maxDepth: 3 }).paths).toContain(tree.at('top/x/link/1.jpg'))
    expect(walk(top, { followLinks, exclude: ['link'] }).paths).toEqual([tree.at('top/x/.keep')])
    expect(walk(top, { followLinks, include: ['x/link/*'] }).paths).toEqual([tree.at('top/x/link/1.jpg')])
  })

  it.runIf(hasFind)('finds what find -L finds, each file by its real path once, whatever the links', () => {
    const byName = fc.record(
      {
        extensions: fc.array(fc.constantFrom('jpg', 'txt'), { maxLength: 2 }),
        minSize: fc.integer({ min: 0, max: 3 }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(randomEntries(['file', 'file', 'folder', 'link', 'link']), byName, (entries, filter) => {
        using tree = new TemporaryTree()
        plant(tree, entries)
        const recorder = walk(tree.root, { ...filter, followLinks })
        const files = recorder.findings.filter(({ problem }) => problem === null)
        for (const { path, identity } of files) expect(realPath(path)).toBe(identity)
        const expected = new Set(find(tree.root, { ...filter, followLinks }).map(realPath))
        expect(new Set(files.map(({ identity }) => identity))).toEqual(expected)
        for (const [, code] of recorder.problems) expect(['NOT_FOUND', 'LINK_LOOP']).toContain(code)
      }),
      { numRuns: 80 },
    )
  })
})

describe.runIf(process.platform === 'linux')('walkFolder over files of the kernel', () => {
  it('reports those without an end, and takes the others for what they are', () => {
    expect(walk('/proc/self', { include: ['/pagemap', '/status'] }).problems).toEqual([
      ['/proc/self/pagemap', 'NOT_A_FILE'],
    ])
    using tree = new TemporaryTree()
    tree.file('pagemap')
    expect(walk(tree.root).problems).toEqual([])
    expect(readFileSync('/proc/self/status', 'utf8')).toContain('Name:')
  })
})

function asFilter(filter: InputFilterInput): InputFilterInput {
  return filter
}

/** The reasons for which this filter may leave something out. */
function reasonsOf(input: InputFilterInput): string[] {
  const filter = inputFilterSchema.parse(input)
  const rules: Record<string, boolean> = {
    hidden: !filter.hidden,
    tooDeep: filter.maxDepth !== null,
    pattern: filter.include.length + filter.exclude.length > 0,
    extension: filter.extensions.length > 0,
    size: filter.minSize !== null || filter.maxSize !== null,
    modified: filter.modifiedAfter !== null || filter.modifiedBefore !== null,
  }
  return Object.keys(rules).filter((reason) => rules[reason])
}

/** Whether a file counts: the rules one by one, with nothing saved and nothing clever. */
function isWanted(root: string, path: string, input: InputFilterInput): boolean {
  const filter = inputFilterSchema.parse(input)
  const parts = path.slice(root.length + 1).split('/')
  const place = { folders: parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1)), file: parts }
  const name = parts.at(-1) ?? ''
  const { size, mtimeMs } = statSync(toPathBytes(path))
  const suffixes = filter.extensions.map((each) => `.${each.toLowerCase().replace(/^\./u, '')}`)
  return (
    (filter.hidden || !parts.some((part) => part.startsWith('.'))) &&
    !filter.exclude.some((pattern) => standsFor(pattern, place)) &&
    (filter.include.length === 0 || filter.include.some((pattern) => standsFor(pattern, place, 'file'))) &&
    (suffixes.length === 0 ||
      suffixes.some((suffix) => name.length > suffix.length && name.toLowerCase().endsWith(suffix))) &&
    parts.length <= (filter.maxDepth ?? Infinity) &&
    size >= (filter.minSize ?? 0) &&
    size <= (filter.maxSize ?? Infinity) &&
    mtimeMs >= (filter.modifiedAfter === null ? -Infinity : Date.parse(filter.modifiedAfter)) &&
    mtimeMs < (filter.modifiedBefore === null ? Infinity : Date.parse(filter.modifiedBefore))
  )
}

/** Whether a pattern means the file, or a folder above it where it can mean folders. */
function standsFor(
  pattern: string,
  { folders, file }: { readonly folders: readonly string[][]; readonly file: readonly string[] },
  only?: 'file',
): boolean {
  const isOfFolders = pattern.endsWith('/')
  const text = pattern.replace(/\/$/u, '')
  const expression = expressionOf(text.replace(/^\//u, ''))
  const matches = (parts: readonly string[]) =>
    expression.test(text.includes('/') ? parts.join('/') : (parts.at(-1) ?? ''))
  if (!isOfFolders && matches(file)) return true
  return (isOfFolders || only === undefined) && folders.some(matches)
}

function expressionOf(pattern: string): RegExp {
  const source = pattern
    .split(/(?<token>\*\*\/|\*\*|\*|\?|\\.|[^*?\\]+)/u)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?'
      if (part === '**') return '.*'
      if (part === '*') return '[^/]*'
      if (part === '?') return '[^/]'
      return part.replace(/^\\/u, '').replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
    })
    .join('')
  return new RegExp(`^${source}$`, 's')
}

/** What `find` finds by the same rules. Patterns must be of names. */
function find(root: string, input: InputFilterInput): string[] {
  const filter = inputFilterSchema.parse(input)
  const prune = [...filter.exclude, ...(filter.hidden ? [] : ['.*'])]
  const anyOf = (option: string, values: readonly string[]) =>
    values.length === 0 ? [] : ['(', ...values.flatMap((value) => ['-o', option, value]).slice(1), ')']
  const args = [
    ...(filter.followLinks ? ['-L'] : []),
    root,
    '-mindepth',
    '1',
    ...(filter.maxDepth === null ? [] : ['-maxdepth', String(filter.maxDepth)]),
    ...(prune.length === 0 ? [] : [...anyOf('-name', prune), '-prune', '-o']),
    '-type',
    'f',
    ...anyOf('-name', filter.include),
    ...anyOf(
      '-iname',
      filter.extensions.map((each) => `?*.${each.replace(/^\./u, '')}`),
    ),
    ...(filter.minSize === null ? [] : ['!', '-size', `-${filter.minSize}c`]),
    ...(filter.maxSize === null ? [] : ['!', '-size', `+${filter.maxSize}c`]),
    ...(filter.modifiedAfter === null ? [] : ['-newermt', justBefore(filter.modifiedAfter)]),
    ...(filter.modifiedBefore === null ? [] : ['!', '-newermt', justBefore(filter.modifiedBefore)]),
    '-print0',
  ]
  const { stdout } = spawnSync('find', args, { env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } })
  return stdout
    .toString('latin1')
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => fromPathBytes(Buffer.from(path, 'latin1')))
}

/** `-newermt` is about files that are newer, not as old. */
function justBefore(moment: string): string {
  return new Date(Date.parse(moment) - 1_000).toISOString().replace('T', ' ').replace('Z', '')
}
