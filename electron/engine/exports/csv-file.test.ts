import { chmod, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { csvOptionsSchema } from '../../../shared/model/export.ts'
import { EngineError } from '../errors.ts'
import {
  commitExample,
  exampleItems,
  exampleRun,
  matching,
  temporaryFolder,
  temporaryStore,
} from '../store/fixtures/example-run.ts'
import { writeCsvFile } from './csv.ts'
import type { CsvSource } from './csv.ts'

async function exampleSource(): Promise<CsvSource> {
  const store = await temporaryStore()
  const runId = await store.createRun(exampleRun())
  await store.addItems(runId, exampleItems(2_500))
  await commitExample(store, runId, 2_500)
  const run = await store.getRun(runId)
  if (run === null) throw new Error('The run is missing.')
  const options = csvOptionsSchema.parse({ columns: ['seq', 'hash'] })
  return { store, run, resultColumns: [{ name: 'hash', type: 'text' }], options }
}

/** Gives one page of rows and then fails. */
function failingAfterOnePage(source: CsvSource, error: Error): CsvSource {
  const { store } = source
  return {
    ...source,
    store: {
      ...store,
      exportRows: (runId, after, limit) =>
        after === 0 ? store.exportRows(runId, after, limit) : Promise.reject(error),
    },
  }
}

describe('a CSV file', () => {
  it('is written whole, and the receipt says how much', async () => {
    const path = join(await temporaryFolder(), 'out.csv')
    const receipt = await writeCsvFile({ ...(await exampleSource()), path })
    const text = await readFile(path, 'utf8')
    expect(receipt).toEqual({ path, rows: 2_500, bytes: (await stat(path)).size })
    expect(text.startsWith('seq,hash\r\n1,value 1\r\n2,value 2\r\n')).toBe(true)
    expect(text.endsWith('\r\n2500,value 2500\r\n')).toBe(true)
    expect(await readdir(join(path, '..'))).toEqual(['out.csv'])
  })

  it('replaces one that is there, with its permissions, through a link to it', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'out.csv')
    const link = join(folder, 'link.csv')
    await writeFile(path, 'old')
    await chmod(path, 0o640)
    await symlink(path, link)
    await writeCsvFile({ ...(await exampleSource()), path: link })
    expect((await readFile(path, 'utf8')).slice(0, 8)).toBe('seq,hash')
    expect((await stat(path)).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o640)
    expect((await readdir(folder)).toSorted()).toEqual(['link.csv', 'out.csv'])
  })

  it('may have a name as long as names can be', async () => {
    const path = join(await temporaryFolder(), `${'n'.repeat(251)}.csv`)
    expect(await writeCsvFile({ ...(await exampleSource()), path })).toMatchObject({ rows: 2_500 })
  })

  it.each([
    [
      'the store fails',
      new EngineError('DATABASE_UNREADABLE', 'The database is gone.'),
      'DATABASE_UNREADABLE',
    ],
    ['the disk is full', Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }), 'EXPORT_FAILED'],
  ])('stays as it was when %s half-way', async (_name, error, code) => {
    const path = join(await temporaryFolder(), 'out.csv')
    await writeFile(path, 'old')
    const source = failingAfterOnePage(await exampleSource(), error)
    await expect(writeCsvFile({ ...source, path })).rejects.toMatchObject({ code })
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(join(path, '..'))).toEqual(['out.csv'])
  })

  it('is not left behind when the export is cancelled', async () => {
    const path = join(await temporaryFolder(), 'out.csv')
    const cancel = new AbortController()
    const source = await exampleSource()
    const store = {
      ...source.store,
      exportRows: (runId: number, after: number, limit: number) => {
        if (after > 0) cancel.abort()
        return source.store.exportRows(runId, after, limit)
      },
    }
    await expect(writeCsvFile({ ...source, store, path, signal: cancel.signal })).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: matching(/it was cancelled/u),
    })
    expect(await readdir(join(path, '..'))).toEqual([])
  })

  it.runIf(process.platform !== 'win32')('is written to directly where it is a device', async () => {
    const before = await stat('/dev/null')
    expect(await writeCsvFile({ ...(await exampleSource()), path: '/dev/null' })).toMatchObject({
      rows: 2_500,
    })
    const after = await stat('/dev/null')
    expect(after.isCharacterDevice()).toBe(true)
    expect(after.ino).toBe(before.ino)
  })

  it.each([
    ['a folder', 'folder', /is a folder\. Give the name of a file in it/u],
    [
      'in a folder that does not exist',
      join('missing', 'out.csv'),
      /out\.csv could not be written: the folder does not exist/u,
    ],
    ['below a file', join('file', 'out.csv'), /a part of the path is a file|the folder does not exist/u],
    [
      'too long a name',
      'n'.repeat(300),
      /the name is longer than the file system allows|the folder does not exist/u,
    ],
  ])('that is %s is refused', async (_name, name, words) => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'folder'))
    await writeFile(join(folder, 'file'), '')
    const failure = await writeCsvFile({ ...(await exampleSource()), path: join(folder, name) }).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(EngineError)
    expect(failure).toMatchObject({ code: 'EXPORT_FAILED' })
    expect(String(failure)).toMatch(words)
    expect((await readdir(folder)).toSorted()).toEqual(['file', 'folder'])
  })
})
