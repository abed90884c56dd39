import { readdirSync, renameSync, rmSync, truncateSync, utimesSync, type Dirent } from 'node:fs'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemFilter } from './fixtures/item-filters.ts'
import { Recorder } from './fixtures/recorder.ts'
import { asOrdinaryUser, TemporaryTree } from './fixtures/temporary-tree.ts'
import type { WalkPattern } from './glob.ts'
import { walkFolder } from './walk.ts'

function walk(
  folder: string,
  pattern: WalkPattern | null = null,
  recorder: Recorder = new Recorder(),
): Recorder {
  walkFolder(folder, folder, recorder, { pattern, filter: itemFilter() })
  return recorder
}

const posix = process.platform !== 'win32'

describe('walkFolder', () => {
  it('goes depth first, each folder in the order of its names, files and folders in one sequence', () => {
    using tree = new TemporaryTree()
    for (const path of ['b', 'a/z', 'a/Y', 'a.txt', 'c/1/x', 'c/10', 'c/2', '.hidden/file', 'Z'])
      tree.file(path)
    tree.folder('empty/inside')
    expect(walk(tree.root).paths).toEqual(
      ['.hidden/file', 'Z', 'a/Y', 'a/z', 'a.txt', 'b', 'c/1/x', 'c/10', 'c/2'].map((path) => tree.at(path)),
    )
  })

  it('tells size and time of modification', () => {
    using tree = new TemporaryTree()
    tree.file('empty')
    const full = tree.file('full', 'twelve bytes')
    utimesSync(full, 1_000_000_000, 1_000_000_000.25)
    const sparse = tree.file('sparse')
    truncateSync(sparse, 3 * 1024 ** 3)
    expect(walk(tree.root).findings.map(({ facts }) => facts.size)).toEqual([0, 12, 3 * 1024 ** 3])
    expect(walk(tree.root).findings[1]?.facts.modifiedAt).toBe(1_000_000_000_250)
  })

  it('finds nothing in an empty folder, and no problem either', () => {
    using tree = new TemporaryTree()
    expect(walk(tree.root).findings).toEqual([])
  })

  it('reports a folder that is not there and ends', () => {
    using tree = new TemporaryTree()
    expect(walk(tree.at('gone')).problems).toEqual([[tree.at('gone'), 'NOT_FOUND']])
  })

  it('finds the same as a simple listing, for any tree', () => {
    const name = fc
      .string({
        unit: fc.constantFrom('a', 'B', '0', ' ', '.', '-', 'é', '😀', '\u202E', '\uFFFD', "'"),
        minLength: 1,
        maxLength: 6,
      })
      .filter((text) => text !== '.' && text !== '..' && (posix || !/[. ]$/u.test(text)))
    const entry = fc.record({
      path: fc.array(name, { minLength: 1, maxLength: 4 }),
      kind: fc.constantFrom('file', 'folder', ...(posix ? ['link'] : [])),
    })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 25 }), (entries) => {
        using tree = new TemporaryTree()
        for (const { path, kind } of entries) createAt(tree, path, kind)
        const recorder = walk(tree.root)
        const listing = simpleListing(tree.root)
        expect([...recorder.paths].sort()).toEqual(listing.files.sort())
        expect(recorder.links).toBe(listing.links)
        expect(recorder.problems).toEqual([])
        const byNames = recorder.paths.map((path) => path.split(/[\\/]/u))
        expect(byNames).toEqual([...byNames].sort(compareNames))
      }),
      { numRuns: 60 },
    )
  })

  it('enters and reports only what a filter lets through', () => {
    using tree = new TemporaryTree()
    for (const path of ['in/a', 'in/deep/b', 'out/c', 'd']) tree.file(path)
    const asked: string[] = []
    const recorder = walk(tree.root, {
      enters: (folder) => {
        asked.push(folder)
        return folder.startsWith('in')
      },
      accepts: (path) => path.endsWith('b') || path === 'd',
    })
    expect(recorder.paths).toEqual([tree.at('d'), tree.at('in/deep/b')])
    expect(asked).toEqual(['in', 'in/deep', 'out'])
  })

  it('goes on when a folder vanishes while it is at work', () => {
    using tree = new TemporaryTree()
    for (const path of ['a', 'doomed/inside', 'z']) tree.file(path)
    const recorder = new Recorder()
    recorder.onFound = (path) => {
      if (path === tree.at('a')) rmSync(tree.at('doomed'), { recursive: true })
    }
    walk(tree.root, null, recorder)
    expect(recorder.paths).toEqual([tree.at('a'), tree.at('doomed'), tree.at('z')])
    expect(recorder.problems).toEqual([[tree.at('doomed'), 'NOT_FOUND']])
  })

  it('reports a file that vanishes after its folder was read, and follows one that turned into a folder', () => {
    using tree = new TemporaryTree()
    for (const path of ['a', 'b', 'c', 'elsewhere/inside']) tree.file(path)
    const recorder = new Recorder()
    recorder.onFound = (path) => {
      if (path !== tree.at('a')) return
      rmSync(tree.at('b'))
      rmSync(tree.at('c'))
      renameSync(tree.at('elsewhere'), tree.at('c'))
    }
    walk(tree.root, null, recorder)
    expect(recorder.paths).toEqual([tree.at('a'), tree.at('b'), tree.at('c/inside'), tree.at('elsewhere')])
    expect(recorder.problems).toEqual([
      [tree.at('b'), 'NOT_FOUND'],
      [tree.at('elsewhere'), 'NOT_FOUND'],
    ])
  })
})

describe.runIf(posix)('walkFolder on POSIX', () => {
  it('keeps every hostile name exactly', () => {
    using tree = new TemporaryTree()
    const names = [
      'with space',
      ' leading and trailing ',
      'quote"\'`',
      'new\nline',
      '\r',
      '\t',
      '-rf',
      '--help',
      '$(touch x)',
      '*',
      '?[a]{b}',
      'back\\slash',
      '😀 emoji',
      '\u202Ertl',
      'combining e\u0301',
      '\uFFFD',
      'invalid \udcff\udc80',
      'mixed é\udce9',
      'x'.repeat(255),
      '…',
      '.hidden',
      '~',
      '#',
      '%20',
    ]
    for (const name of names) tree.file(`files/${name}`, name.length.toString())
    tree.file('files/folder \udcfe/inside \udcfd')
    const recorder = walk(tree.at('files'))
    expect([...recorder.paths].sort()).toEqual(
      [...names, 'folder \udcfe/inside \udcfd'].map((name) => `${tree.root}/files/${name}`).sort(),
    )
    expect(recorder.problems).toEqual([])
    expect(recorder.findings.every(({ facts }) => facts.size !== null)).toBe(true)
  })

  it('counts links, does not follow them, and so knows no loops', () => {
    using tree = new TemporaryTree()
    tree.file('folder/file')
    tree.link('to-file', 'folder/file')
    tree.link('folder/up', '..')
    tree.link('self', 'self')
    tree.link('dangling', 'nowhere')
    const recorder = walk(tree.root)
    expect(recorder.paths).toEqual([tree.at('folder/file')])
    expect(recorder.links).toBe(4)
  })

  it('reports FIFOs and sockets as no files, without opening them', async () => {
    using tree = new TemporaryTree()
    tree.fifo('a-fifo')
    tree.file('b-file')
    await using _socket = await tree.socket('c-socket')
    const recorder = walk(tree.root)
    expect(recorder.problems).toEqual([
      [tree.at('a-fifo'), 'NOT_A_FILE'],
      [tree.at('c-socket'), 'NOT_A_FILE'],
    ])
    expect(recorder.findings[0]?.problem?.message).toContain('FIFO')
    expect(recorder.findings[2]?.problem?.message).toContain('socket')
    expect(recorder.paths).toHaveLength(3)
  })

  it('reports a folder that denies access and goes on behind it', async () => {
    using tree = new TemporaryTree()
    for (const path of ['a', 'closed/secret', 'listed/unreachable', 'z']) tree.file(path)
    chmodSync(tree.root, 0o755)
    chmodSync(tree.at('closed'), 0o000)
    chmodSync(tree.at('listed'), 0o444)
    const recorder = await asOrdinaryUser(() => walk(tree.root))
    chmodSync(tree.at('closed'), 0o755)
    chmodSync(tree.at('listed'), 0o755)
    expect(recorder.paths).toEqual(['a', 'closed', 'listed/unreachable', 'z'].map((path) => tree.at(path)))
    expect(recorder.problems).toEqual([
      [tree.at('closed'), 'PERMISSION_DENIED'],
      [tree.at('listed/unreachable'), 'PERMISSION_DENIED'],
    ])
  })

  it('goes down thousands of levels, reports where paths become too long, and comes back', () => {
    using tree = new TemporaryTree()
    tree.file('a-before')
    tree.file('z-after')
    // Each step makes one folder deeper than a path can tell, from within: paths stay short that way.
    const cwd = process.cwd()
    try {
      process.chdir(tree.folder('deep'))
      for (let level = 0; level < 3_000; level += 1) {
        mkdirSync('d')
        process.chdir('d')
      }
    } finally {
      process.chdir(cwd)
    }
    const recorder = walk(tree.root)
    expect(recorder.paths.at(0)).toBe(tree.at('a-before'))
    expect(recorder.paths.at(-1)).toBe(tree.at('z-after'))
    expect(recorder.problems.map(([, code]) => code)).toEqual(['NAME_TOO_LONG'])
    expect(recorder.paths[1]?.length).toBeGreaterThanOrEqual(1_000)
  })
})

function createAt(tree: TemporaryTree, path: readonly string[], kind: string): void {
  const target = join(tree.root, ...path)
  try {
    mkdirSync(join(target, '..'), { recursive: true })
    if (kind === 'file') writeFileSync(target, '', { flag: 'wx' })
    else if (kind === 'folder') mkdirSync(target, { recursive: true })
    else symlinkSync('..', target)
  } catch (error) {
    // An entry made before stands in the way: then this one is just not part of the tree.
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (!['EEXIST', 'ENOTDIR', 'EISDIR'].includes(String(code))) throw error
  }
}

function simpleListing(folder: string): { files: string[]; links: number } {
  const files: string[] = []
  let links = 0
  const entries: Dirent[] = readdirSync(folder, { withFileTypes: true })
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isSymbolicLink()) links += 1
    else if (entry.isDirectory()) {
      const below = simpleListing(path)
      files.push(...below.files)
      links += below.links
    } else files.push(path)
  }
  return { files, links }
}

function compareNames(one: readonly string[], other: readonly string[]): number {
  for (const [index, name] of one.entries()) {
    const otherName = other[index]
    if (otherName === undefined) return 1
    if (name !== otherName) return name < otherName ? -1 : 1
  }
  return one.length - other.length
}
