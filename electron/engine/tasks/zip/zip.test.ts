import { execFileSync } from 'node:child_process'
import { chmodSync, utimesSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { fromBufferPromise, type Entry } from 'yauzl'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { TriedTask } from '../fixtures/try-output.ts'

/** The only entry of an archive. */
async function read(archive: Buffer): Promise<{ entry: Entry; content: Buffer }> {
  const zip = await fromBufferPromise(archive)
  expect(zip.entryCount).toBe(1)
  for await (const entry of zip.eachEntry()) {
    return { entry, content: await buffer(await zip.openReadStreamPromise(entry)) }
  }
  throw new Error('no entry')
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
    expect(cells).toEqual([content.length, output.length])
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
    await expect(task.run(tree.root)).rejects.toMatchObject({ code: 'NOT_A_FILE' })
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
