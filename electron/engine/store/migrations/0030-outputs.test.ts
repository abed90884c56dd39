import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exampleItem, temporaryFolder, temporaryStore } from '../fixtures/example-run.ts'
import { exampleJobRun } from '../fixtures/plain.ts'
import { migrations } from './all.ts'

const frozenFile = fileURLToPath(new URL('../fixtures/version-20.db', import.meta.url))

/** A database of version 20: run 1 was tried again and cancelled, run 2 was interrupted in the middle. */
async function versionTwenty(): Promise<string> {
  const file = join(await temporaryFolder(), 'batchyard.db')
  await copyFile(frozenFile, file)
  return file
}

describe('migration 30, from a file of version 20', () => {
  it('keeps every run, item and result, as of runs that make no files', async () => {
    const store = await temporaryStore({ file: await versionTwenty() })
    expect(await store.check()).toMatchObject({ sound: true, problems: [] })
    expect(await store.listRuns({ limit: 10 })).toMatchObject([
      { id: 2, state: 'interrupted', outputs: null, counts: { total: 30, succeeded: 1, skipped: 1 } },
      {
        id: 1,
        state: 'cancelled',
        outputs: null,
        counts: { total: 4, succeeded: 3, failed: 1, retrying: 1 },
      },
    ])
    const { rows } = await store.resultPage(1, { offset: 0, limit: 10 })
    expect(rows.map(({ seq, path, status, values, output }) => [seq, path, status, values, output])).toEqual([
      [1, '/photos/1.jpg', 'succeeded', ['value 1'], null],
      [3, '/photos/\uDCE9.jpg', 'succeeded', ['value 3'], null],
      [2, '/photos/2.jpg', 'succeeded', ['value 2'], null],
      [4, '/gone', 'failed', [], null],
    ])
    expect(await store.log(1, 2, 1)).toMatchObject({ text: 'it said this\n' })
    expect((await store.pendingItems(2, 0, 100)).map(({ rootLength }) => rootLength)).toEqual(
      Array.from({ length: 28 }, () => 0),
    )
  })

  it('goes on with what a run of then left, and plans for one of now', async () => {
    const store = await temporaryStore({ file: await versionTwenty() })
    expect(await store.startSession(2, 'resume', Date.now())).toMatchObject({ state: 'running', sessions: 2 })
    const runId = await store.createRun({ ...exampleJobRun(), makesOutputs: true })
    await store.addItems(runId, [{ ...exampleItem('/in/a'), rootLength: 3 }])
    const planned = { action: 'create', path: '/out/a' } as const
    await store.planOutputs(runId, 1, [{ seq: 1, planned, key: '/out/a', effect: 'writes' }])
    expect(await store.pendingItems(runId, 0, 10)).toMatchObject([
      { seq: 1, rootLength: 3, output: { planned, made: null } },
    ])
  })
})

describe('migration 30', () => {
  let database: Database.Database

  beforeEach(() => {
    database = new Database(':memory:')
    for (const { sql, functions } of migrations) {
      for (const [name, call] of Object.entries(functions ?? {})) database.function(name, call)
      database.exec(sql)
    }
    database.pragma('foreign_keys = ON')
    database.exec(`
      INSERT INTO runs (owner, name, task_type, started_at, total_items, makes_outputs) VALUES ('me', 'n', 'copy', 1, 2, 1);
      INSERT INTO items (run_id, seq, path) VALUES (1, 1, '/a'), (1, 2, '/b');
      INSERT INTO outputs (run_id, seq, action, path, key, effect) VALUES (1, 1, 'create', '/out/a', '/out/a', 'writes');
    `)
  })

  afterEach(() => {
    database.close()
  })

  it.each([
    ['one name for two items', `VALUES (1, 2, 'create', '/out/A', '/out/a', 'writes', NULL, NULL, NULL)`],
    ['a second plan of an item', `VALUES (1, 1, 'create', '/out/b', '/out/b', 'writes', NULL, NULL, NULL)`],
    ['a plan for no item', `VALUES (1, 3, 'create', '/out/b', '/out/b', 'writes', NULL, NULL, NULL)`],
    ['a skip without a reason', `VALUES (1, 2, 'skip', '/out/b', NULL, 'writes', NULL, NULL, NULL)`],
    ['a refusal without one', `VALUES (1, 2, 'refuse', NULL, NULL, 'writes', NULL, NULL, NULL)`],
    ['a replacement of nothing', `VALUES (1, 2, 'replace', '/out/b', 'b', 'writes', NULL, NULL, NULL)`],
    ['an unknown action', `VALUES (1, 2, 'keep', '/out/b', 'b', 'writes', NULL, NULL, NULL)`],
  ])('refuses %s', (_what, values) => {
    expect(() =>
      database.exec(
        `INSERT INTO outputs (run_id, seq, action, path, key, effect, reason, error_code, error_message) ${values}`,
      ),
    ).toThrow(/constraint failed/iu)
  })

  it('lets names be the same that are not taken, and those of another run', () => {
    database.exec(`
      INSERT INTO runs (owner, name, task_type, started_at, total_items, makes_outputs) VALUES ('me', 'n', 'copy', 1, 1, 1);
      INSERT INTO items (run_id, seq, path) VALUES (2, 1, '/a');
      INSERT INTO outputs (run_id, seq, action, path, key, effect) VALUES (2, 1, 'create', '/out/a', '/out/a', 'writes');
      INSERT INTO outputs (run_id, seq, action, path, effect, reason, taken_by) VALUES (1, 2, 'skip', '/out/a', 'writes', 'taken', 1);
    `)
    expect(database.prepare('SELECT count(*) FROM outputs').pluck().get()).toBe(3)
  })
})
