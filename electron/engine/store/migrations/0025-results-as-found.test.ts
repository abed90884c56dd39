import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { migrate } from '../database.ts'
import { exampleItem, exampleRun, temporaryFolder, temporaryStore } from '../fixtures/example-run.ts'
import { recipeKey } from '../recipe-key.ts'
import { migrations } from './all.ts'

it('migration 25, from a database of version 20, keeps its results, and they count as done', async () => {
  const file = join(await temporaryFolder(), 'batchyard.db')
  const { job, recipe } = exampleRun()
  const item = exampleItem('/photos/1.jpg')
  const database = new Database(file)
  migrate(
    database,
    file,
    migrations.filter(({ version }) => version <= 20),
  )
  expect(database.pragma('user_version', { simple: true })).toBe(20)
  database
    .prepare(
      `INSERT INTO runs (id, owner, name, task_type, recipe, state, started_at, finished_at, enumerated, total_items, succeeded)
       VALUES (1, 'gone', 'Checksum', 'checksum', ?, 'finished', 1, 2, 1, 1, 1)`,
    )
    .run(recipeKey(recipe))
  database.prepare('INSERT INTO jobs (run_id, summary, job) VALUES (1, ?, ?)').run('{}', JSON.stringify(job))
  database
    .prepare('INSERT INTO items (run_id, seq, path, size, modified_at) VALUES (1, 1, ?, ?, ?)')
    .run(item.path, item.size, item.modifiedAt)
  database.exec(
    `INSERT INTO results (run_id, position, seq, status, started_at, duration, worker, attempt, result_values)
     VALUES (1, 1, 1, 0, 1, 1, 1, 1, '["then"]')`,
  )
  database.close()
  const store = await temporaryStore({ file })
  await store.prepareDone(recipe)
  expect(await store.findDone(recipe, [item])).toEqual([{ runId: 1, seq: 1, made: null }])
  expect((await store.resultPage(1, { offset: 0, limit: 1 })).rows).toMatchObject([{ values: ['then'] }])
  expect(await store.check()).toMatchObject({ sound: true })
})
