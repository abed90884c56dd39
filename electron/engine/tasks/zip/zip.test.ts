import { execFileSync } from 'node:child_process'
import { chmodSync, utimesSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { fromBufferPromise, type Entry } from 'yauzl'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { TriedTask } from '../fixtures/try-output.ts'

interface ReadEntry {
  readonly entry: Entry
  readonly content: Buffer
}

async function readAll(archive: Buffer): Promise<ReadEntry[]> {
  const zip = await fromBufferPromise(archive)
  const entries: ReadEntry[] = []
  for await (const entry of zip.eachEntry()) {
    entries.push({ entry, content: await buffer(await zip.openReadStreamPromise(entry)) })
  }
  return entries
}

/** The only entry of an archive. */
async function read(archive: Buffer): Promise<ReadEntry> {
  const [only, ...others] = await readAll(archive)
  expect(others).toEqual([])
  if (only === undefined) throw new Error('no entry')
  return only
}

describe('zip', () => {
  it('puts a file with its date and permissions into an archive', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'zip')
    const content = Buffer.alloc(900_000, 'content ')
    const path = tree.file('folder/name é.txt', content)
    chmodSync(path, 0o640)
    const modified = new Date('2024-02-29T12:34:56Z')
    utimesSync(path, modified, modified)
    const { cells, output } = await task.run(path)
    const { entry, content: kept } = await read(output)
    expect(kept.equals(content)).toBe(true)
    expect(entry.fileName).toBe('name é.txt')
    expect(entry.getLastModDate()).toEqual(modified)
    expect((entry.externalFileAttributes >>> 16) & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o640)
    expect(cells).toEqual([content.length, output.length, 1])
    expect((await read((await task.run(tree.file('empty'))).output)).content).toEqual(Buffer.alloc(0))
  })

  it('makes the same archive of the same content where dates are fixed', async () => {
    using tree = new TemporaryTree()
    const archives: Buffer[] = []
    for (const [folder, seconds] of [
      ['one', 1],
      ['other', 1_700_000_000],
    ] as const) {
      const path = tree.file(`${folder}/name`, 'content')
      chmodSync(path, folder === 'one' ? 0o600 : 0o644)
      utimesSync(path, seconds, seconds)
      const task = await TriedTask.load(tree, 'zip', { dates: 'fixed' })
      archives.push((await task.run(path)).output)
    }
    expect(archives[0]).toEqual(archives[1])
  })

  it('gives entries names that lead nowhere else on any system', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'zip')
    for (const name of [...hostileNames, 'C:drive']) {
      const { entry, content } = await read((await task.run(tree.file(name, 'content'))).output)
      expect(content.toString()).toBe('content')
      expect(entry.fileName).not.toMatch(/[\\/]|^[A-Za-z]:/u)
      if (name.isWellFormed() && !/[\\:]/u.test(name)) expect(entry.fileName).toBe(name)
    }
  })

  it('puts a folder with all that is in it into one archive, entry by entry', async () => {
    using tree = new TemporaryTree()
    const content = Buffer.alloc(700_000, 'content ')
    const date = new Date('2024-02-29T12:34:56Z')
    tree.file('photos/2024/a.txt', content)
    tree.file('photos/b.txt', 'b')
    tree.folder('photos/empty')
    tree.link('photos/link', 'b.txt')
    tree.fifo('photos/fifo')
    utimesSync(tree.at('photos/2024'), date, date)
    const task = await TriedTask.load(tree, 'zip')
    const reports: unknown[] = []
    const shares: [number, number][] = []
    const { cells, output } = await task.run(tree.at('photos'), {
      report: (message) => reports.push(message),
      progress: (done, total) => shares.push([done, total]),
    })
    const entries = await readAll(output)
    expect(entries.map(({ entry }) => entry.fileName)).toEqual([
      'photos/',
      'photos/2024/',
      'photos/2024/a.txt',
      'photos/b.txt',
      'photos/empty/',
    ])
    expect(entries.map(({ content: read }) => read.length)).toEqual([0, 0, content.length, 1, 0])
    expect(entries[2]?.content.equals(content)).toBe(true)
    expect(entries[1]?.entry.getLastModDate()).toEqual(date)
    expect(cells).toEqual([content.length + 1, output.length, 5])
    expect(reports).toEqual([
      `left out, as it is neither file nor folder: "${tree.at('photos/fifo')}"`,
      `left out, as it is neither file nor folder: "${tree.at('photos/link')}"`,
    ])
    expect(shares.at(-1)).toEqual([content.length + 1, content.length + 1])
  })

  it('keeps entries of a folder apart whose names would be one in the archive', async () => {
    using tree = new TemporaryTree()
    const names = [...new Set(['a\\b', 'a_b', 'a_b (2)', 'odd \udcff', 'odd _xFF', ...hostileNames])]
    for (const [place, name] of names.entries()) tree.file(`all/${name}`, String(place))
    const task = await TriedTask.load(tree, 'zip', { dates: 'fixed' })
    const { output } = await task.run(tree.at('all'))
    const files = (await readAll(output)).slice(1)
    expect(new Set(files.map(({ entry }) => entry.fileName)).size).toBe(names.length)
    expect(files.map(({ content }) => content.toString()).sort()).toEqual(
      names.map((_, place) => String(place)).sort(),
    )
    for (const { entry } of files) expect(entry.fileName).toMatch(/^all\/[^\\/]+$/u)
  })

  it('does not put an archive into itself', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'zip')
    await expect(task.run(tree.root)).rejects.toMatchObject({ code: 'OUTPUT_IS_INPUT' })
  })

  it('stops when it is cancelled, or when the file cannot be read', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'zip')
    let calls = 0
    const throwIfCancelled = (): void => {
      calls += 1
      if (calls > 3) throw new Error('cancelled')
    }
    const path = tree.file('file', Buffer.alloc(3_000_000, 'x'))
    await expect(task.run(path, { throwIfCancelled })).rejects.toThrow('cancelled')
    await expect(task.run(tree.at('gone'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  // Not every system has unzip.
  it.runIf(isInstalled('unzip'))('makes archives that unzip finds no fault with', async () => {
    using tree = new TemporaryTree()
    for (const parameters of [{}, { dates: 'fixed', level: 'best' }]) {
      const task = await TriedTask.load(tree, 'zip', parameters)
      const path = tree.file('a file.txt', 'content '.repeat(100_000))
      const archive = tree.file('a.zip', (await task.run(path)).output)
      expect(execFileSync('unzip', ['-t', archive], { encoding: 'utf8' })).toContain('No errors detected')
    }
  })
})
