import { copyFile, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { causeOf } from '../../../../shared/model/cause.ts'
import { openForWriting } from '../database.ts'
import { matching, temporaryFolder, temporaryStore, threadUrl } from '../fixtures/example-run.ts'
import { exampleJobRun } from '../fixtures/plain.ts'
import { openStore } from '../store.ts'

const frozenFile = fileURLToPath(new URL('../fixtures/version-10.db', import.meta.url))

/** A database as version 0.1.0 left it: runs 1 to 4 in four states; a run 5 was deleted. */
async function versionTen(): Promise<string> {
  const file = join(await temporaryFolder(), 'batchyard.db')
  await copyFile(frozenFile, file)
  return file
}

describe('migration 20, from a file of version 10', () => {
  it('keeps every run, item and result', async () => {
    const store = await temporaryStore({ file: await versionTen() })
    const runs = await store.listRuns({ limit: 10 })
    expect(runs.map((run) => [run.id, run.state, run.sessions])).toEqual([
      [4, 'interrupted', 1],
      [3, 'cancelled', 1],
      [2, 'failed', 1],
      [1, 'finished', 1],
    ])
    expect(runs.at(-1)).toMatchObject({
      counts: { total: 5, succeeded: 3, failed: 2, alreadyDone: 0, skipped: 0, remaining: 0, retrying: 0 },
      bytesTotal: 50,
      bytesDone: 50,
      leftOut: { duplicates: 2, links: 3, hidden: 0 },
      execution: { mode: 'imap-unordered', workers: 2, retries: 0, skipDone: false },
      timeSpent: 60_000,
    })
    expect(runs[2]).toMatchObject({
      error: { code: 'NO_INPUT' },
      execution: { mode: 'imap', chunkSize: 7, workers: 3 },
    })
    const page = await store.resultPage(1, { offset: 0, limit: 10 })
    expect(page.rows.map((row) => [row.position, row.seq, row.status, row.attempt, row.values])).toEqual([
      [1, 2, 'succeeded', 1, ['value 2']],
      [2, 1, 'failed', 1, []],
      [3, 3, 'succeeded', 1, ['value 3']],
      [4, 4, 'failed', 1, []],
      [5, 5, 'succeeded', 1, ['value 5']],
    ])
    expect(page.rows[3]?.path).toBe('/photos/\uDCE9.jpg')
    const failedOnes = await store.resultPage(1, { status: 'failed', offset: 1, limit: 10 })
    expect(failedOnes.rows.map((row) => row.seq)).toEqual([4])
    expect((await store.resultPage(3, { offset: 100, limit: 100 })).rows).toHaveLength(20)
    expect(await store.pendingItems(3, 0, 1_000)).toHaveLength(180)
    expect(await store.sessions(3)).toEqual([
      {
        session: 1,
        kind: 'start',
        startedAt: '2026-11-22T08:03:20.000Z',
        endedAt: '2026-11-22T08:04:20.000Z',
        duration: 60_000,
        endState: 'cancelled',
      },
    ])
    expect(await store.check()).toMatchObject({ sound: true, problems: [] })
  })

  it('finds the cause that failures share, whatever their paths', async () => {
    const store = await temporaryStore({ file: await versionTen() })
    const { total, causes } = await store.causes(1, 10)
    expect(total).toBe(1)
    expect(causes).toEqual([
      {
        cause: causeOf('READ_FAILED', '/other/7.jpg could not be read (EIO).', '/other/7.jpg'),
        code: 'READ_FAILED',
        message: '<file> could not be read (EIO).',
        count: 2,
        worthRetrying: true,
        example: { seq: 1, path: '/photos/1.jpg', message: '/photos/1.jpg could not be read (EIO).' },
      },
    ])
  })

  it('goes on with what a run of then left, and gives no number twice', async () => {
    const store = await temporaryStore({ file: await versionTen() })
    expect(await store.startSession(3, 'resume', Date.now())).toMatchObject({ state: 'running', sessions: 2 })
    await store.startSession(1, 'retry', Date.now(), { kind: 'failed' })
    expect((await store.pendingItems(1, 0, 10)).map((item) => item.seq)).toEqual([1, 4])
    expect(await store.createRun(exampleJobRun())).toBe(6)
  })

  it('copies the file first, once, and keeps the newest two copies', async () => {
    const file = await versionTen()
    for (const version of [7, 8, 9]) await writeFile(`${file}.before-${version}`, 'an older copy')
    await (await temporaryStore({ file })).close()
    const copies = (await readdir(dirname(file))).filter((name) => name.includes('before')).toSorted()
    expect(copies).toEqual(['batchyard.db.before-30', 'batchyard.db.before-9'])
    const copy = new Database(`${file}.before-30`, { readonly: true })
    expect(copy.pragma('user_version', { simple: true })).toBe(10)
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(copy.prepare('SELECT count(*) FROM items').pluck().get()).toBe(306)
    copy.close()
    const { mtimeMs } = await stat(`${file}.before-30`)
    const store = await temporaryStore({ file })
    expect((await stat(`${file}.before-30`)).mtimeMs).toBe(mtimeMs)
    expect((await store.statistics()).backups.map((backup) => backup.path)).toEqual([
      `${file}.before-30`,
      `${file}.before-9`,
    ])
  })

  it('makes no copy of a new database', async () => {
    const folder = await temporaryFolder()
    await (await temporaryStore({ file: join(folder, 'batchyard.db') })).close()
    expect((await readdir(folder)).toSorted()).toEqual(['batchyard.db', 'owners'])
  })

  it('leaves the file as it was where the disk is full, and is taken when there is room', async () => {
    const file = await versionTen()
    const pages = new Database(file, { readonly: true }).pragma('page_count', { simple: true })
    const options = { file, threadUrl, maximumPages: Number(pages) + 2 }
    await expect(openStore(options)).rejects.toMatchObject({ code: 'DISK_FULL' })
    const untouched = new Database(file, { readonly: true })
    expect(untouched.pragma('user_version', { simple: true })).toBe(10)
    expect(untouched.pragma('integrity_check', { simple: true })).toBe('ok')
    untouched.close()
    const store = await temporaryStore({ file })
    expect(await store.listRuns({ limit: 10 })).toHaveLength(4)
  })

  it('is taken once by two processes that open the file together', async () => {
    const file = await versionTen()
    const stores = await Promise.all([temporaryStore({ file }), temporaryStore({ file })])
    for (const store of stores) expect(await store.listRuns({ limit: 10 })).toHaveLength(4)
    const copy = new Database(`${file}.before-30`, { readonly: true })
    expect(copy.pragma('user_version', { simple: true })).toBe(10)
    copy.close()
  })

  it('refuses rows that refer to missing ones, and changes nothing', async () => {
    const file = await versionTen()
    const damaged = new Database(file)
    damaged.pragma('foreign_keys = OFF')
    damaged.exec('DELETE FROM items WHERE run_id = 4')
    damaged.exec(`INSERT INTO jobs VALUES (99, '{}', '{}')`)
    damaged.close()
    expect(() => openForWriting(file, null)).toThrow(
      expect.objectContaining({ code: 'DATABASE_UNREADABLE', message: matching(/refer to missing/u) }),
    )
  })
})
