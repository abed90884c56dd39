import { chmod, mkdir, readFile, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { applicationId } from './database.ts'
import { startStoreProcess } from './fixtures/child.ts'
import {
  commitExample,
  exampleItems,
  exampleRun,
  matching,
  runEnd,
  temporaryFolder,
  temporaryStore,
  threadUrl,
} from './fixtures/example-run.ts'
import { currentVersion } from './migrations/all.ts'
import { openStore } from './store.ts'

async function databaseFile(): Promise<string> {
  return join(await temporaryFolder(), 'batchyard.db')
}

/** Opening must fail with the code and a message of these words, and leave the file's bytes alone. */
async function expectRefusal(file: string, code: string, words: RegExp): Promise<void> {
  const before = await readFile(file)
  await expect(openStore({ file, threadUrl })).rejects.toMatchObject({
    name: 'EngineError',
    code,
    message: matching(words),
  })
  expect((await readFile(file)).equals(before)).toBe(true)
}

describe('a file that is refused', () => {
  it.each([
    ['a text file', 'This is not a database.\n'],
    ['a long file of zeros', '\0'.repeat(100_000)],
    [
      'a file with the beginning of a database header',
      'SQLite format 3\0 and then something else'.padEnd(5_000),
    ],
  ])('because it is %s', async (_name, content) => {
    const file = await databaseFile()
    await writeFile(file, content)
    await expectRefusal(file, 'DATABASE_UNREADABLE', /is not a database|is damaged|belongs to/u)
    expect(await readdir(join(file, '..'))).toEqual(['batchyard.db'])
  })

  it('because its header is damaged', async () => {
    const file = await databaseFile()
    await (await temporaryStore({ file })).close()
    const bytes = await readFile(file)
    bytes.fill(0x5a, 0, 24)
    await writeFile(file, bytes)
    await expectRefusal(file, 'DATABASE_UNREADABLE', /is not a database.*Move it away/u)
  })

  it('because its pages are damaged', async () => {
    const file = await databaseFile()
    await (await temporaryStore({ file })).close()
    const bytes = await readFile(file)
    bytes.fill(0x5a, 100)
    await writeFile(file, bytes)
    await expectRefusal(file, 'DATABASE_UNREADABLE', /is damaged/u)
  })

  it('because it was cut short', async () => {
    const file = await databaseFile()
    await (await temporaryStore({ file })).close()
    await truncate(file, 4096)
    await expectRefusal(file, 'DATABASE_UNREADABLE', /is damaged/u)
  })

  it.each([
    ['with a mark of its own', `PRAGMA application_id = 12345; CREATE TABLE notes (text)`],
    ['without a mark', `CREATE TABLE notes (text)`],
    ['in WAL mode', `PRAGMA journal_mode = WAL; CREATE TABLE notes (text)`],
    ['with a version', `PRAGMA user_version = 3`],
  ])('because it is the database of another application, %s', async (_name, sql) => {
    const file = await databaseFile()
    const database = new Database(file)
    database.exec(sql)
    database.close()
    await expectRefusal(file, 'DATABASE_UNREADABLE', /belongs to another application.*not changed/u)
  })

  it('because it was made by a newer version', async () => {
    const file = await databaseFile()
    const store = await temporaryStore({ file })
    await store.createRun(exampleRun())
    await store.close()
    const database = new Database(file)
    database.pragma(`user_version = ${currentVersion + 10}`)
    database.close()
    await expectRefusal(file, 'DATABASE_TOO_NEW', /newer version of Batchyard.*not changed.*--data-dir/u)
  })

  it('because the newer version is still in the log that a killed process left', async () => {
    const file = await databaseFile()
    const other = startStoreProcess(file)
    await other.nextLine()
    const database = new Database(file)
    database.pragma(`user_version = ${currentVersion + 10}`)
    await other.kill()
    expect((await stat(`${file}-wal`)).size).toBeGreaterThan(0)
    await expectRefusal(file, 'DATABASE_TOO_NEW', /newer version/u)
    database.close()
  })

  it('because it is a folder', async () => {
    const file = await databaseFile()
    await mkdir(file)
    await expect(openStore({ file, threadUrl })).rejects.toMatchObject({
      code: 'DATABASE_UNREADABLE',
      message: matching(/is a folder, not a database/u),
    })
  })

  it('because a part of its path is a file', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'taken'), '')
    await expect(openStore({ file: join(folder, 'taken', 'batchyard.db'), threadUrl })).rejects.toMatchObject(
      {
        code: 'DATABASE_UNREADABLE',
        message: matching(/a part of that path is a file/u),
      },
    )
  })

  it('because it may not be written', async () => {
    const file = await databaseFile()
    await (await temporaryStore({ file })).close()
    // The test may run as root, whom no permission stops: then another user tries.
    await chmod(join(file, '..'), 0o777)
    await chmod(join(file, '..', 'owners'), 0o777)
    await chmod(file, 0o444)
    const before = await readFile(file)
    expect(await startStoreProcess(file, { unprivileged: true }).nextLine()).toEqual({
      code: 'DATABASE_UNREADABLE',
      message: matching(/cannot be written/u),
    })
    expect((await readFile(file)).equals(before)).toBe(true)
  })

  it.runIf(process.platform !== 'win32')('because its folder may not be written', async () => {
    const file = await databaseFile()
    await chmod(join(file, '..'), 0o555)
    expect(await startStoreProcess(file, { unprivileged: true }).nextLine()).toEqual({
      code: 'DATABASE_UNREADABLE',
      message: matching(/cannot be opened|cannot be written/u),
    })
    await chmod(join(file, '..'), 0o755)
  })

  it.runIf(process.platform !== 'win32')('because it may not be read', async () => {
    const file = await databaseFile()
    await (await temporaryStore({ file })).close()
    await chmod(join(file, '..'), 0o777)
    await chmod(file, 0o000)
    expect(await startStoreProcess(file, { unprivileged: true }).nextLine()).toEqual({
      code: 'DATABASE_UNREADABLE',
      message: matching(/cannot be opened: this user may not/u),
    })
  })
})

describe('a file that is accepted', () => {
  it.each(['an empty file', 'a database with nothing in it'])('because it is %s', async (what) => {
    const file = await databaseFile()
    if (what === 'an empty file') {
      await writeFile(file, '')
    } else {
      const database = new Database(file)
      database.exec('VACUUM')
      database.close()
    }
    const store = await temporaryStore({ file })
    expect(await store.createRun(exampleRun())).toBe(1)
    await store.close()
    const database = new Database(file, { readonly: true })
    expect(database.pragma('application_id', { simple: true })).toBe(applicationId)
    expect(database.pragma('user_version', { simple: true })).toBe(currentVersion)
    database.close()
  })

  it('because what a killed process left in its log can be recovered', async () => {
    const file = await databaseFile()
    const other = startStoreProcess(file, { rows: 5 })
    await other.nextLine()
    await other.nextLine()
    await other.kill()
    const store = await temporaryStore({ file })
    expect((await store.exportRows(1, 0, 10)).map((row) => row.position)).toEqual([1, 2, 3, 4, 5])
  })
})

describe('trouble while it is open', () => {
  it('says that another program holds the database, and goes on once it is free', async () => {
    const file = await databaseFile()
    const store = await temporaryStore({ file })
    const other = new Database(file)
    other.exec('BEGIN IMMEDIATE')
    await expect(store.createRun(exampleRun())).rejects.toMatchObject({
      code: 'DATABASE_BUSY',
      message: matching(/held the database .* locked.*try again/u),
    })
    expect(await store.listRuns({ limit: 5 })).toEqual([])
    other.exec('ROLLBACK')
    other.close()
    expect(await store.createRun(exampleRun())).toBe(1)
  })

  it('says that the disk is full, keeps what was saved, and can still be read and closed', async () => {
    const file = await databaseFile()
    const store = await temporaryStore({ file, maximumPages: 60 })
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(100))
    await commitExample(store, runId, 50)
    await expect(store.addItems(runId, exampleItems(10_000))).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: matching(/is full.*safe.*free some space/u),
    })
    expect(await store.getRun(runId)).toMatchObject({ counts: { total: 100, succeeded: 50 } })
    const error = { code: 'DISK_FULL', message: 'The disk is full.' }
    await store.finishRun(runId, runEnd({ state: 'failed', error }))
    await store.close()
    const again = await temporaryStore({ file })
    expect(await again.getRun(runId)).toMatchObject({ state: 'failed', error, counts: { total: 100 } })
  })
})
