import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import {
  commitExample,
  exampleItems,
  exampleRun,
  matching,
  runEnd,
  temporaryFolder,
  temporaryStore,
} from './fixtures/example-run.ts'

describe('the file', () => {
  it('holds everything after the store was closed and opened again, and is sound', async () => {
    const file = join(await temporaryFolder(), 'new', 'folder', 'batchyard.db')
    const first = await temporaryStore({ file })
    const runId = await first.createRun(exampleRun())
    await first.addItems(runId, exampleItems(2_345))
    await commitExample(first, runId, 2_345, (seq) => seq % 10 === 0)
    await first.finishRun(runId, runEnd())
    const before = await first.getRun(runId)
    await first.close()

    const second = await temporaryStore({ file })
    expect(await second.getRun(runId)).toEqual(before)
    const page = await second.resultPage(runId, { status: 'failed', offset: 230, limit: 10 })
    expect(page.total).toBe(234)
    expect(page.rows.map((row) => row.seq)).toEqual([2310, 2320, 2330, 2340])
    expect(await second.createRun(exampleRun())).toBe(runId + 1)
    await second.close()

    const database = new Database(file, { readonly: true })
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(database.pragma('foreign_key_check')).toEqual([])
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
    database.close()
  })

  it('is let go of in order: what was asked before is done, what comes after is refused', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const store = await temporaryStore({ file })
    const runId = await store.createRun(exampleRun())
    const adding = store.addItems(runId, exampleItems(500))
    const closing = store.close()
    const tooLate = { code: 'ENGINE_CLOSED' }
    await expect(store.getRun(runId)).rejects.toMatchObject(tooLate)
    await expect(adding).resolves.toMatchObject({ firstSeq: 1 })
    await closing
    await store.close()
    await expect(store.createRun(exampleRun())).rejects.toMatchObject(tooLate)

    const again = await temporaryStore({ file })
    expect(await again.getRun(runId)).toMatchObject({ state: 'interrupted', counts: { total: 500 } })
  })

  it.each([
    ['values', `UPDATE results SET result_values = '{"a": 1}'`, /damaged: result 1 of a run/u],
    ['job', `UPDATE jobs SET job = '{}'`, /damaged: the job of run 1/u],
  ])('is called damaged where the %s of a record cannot be understood', async (_name, sql, words) => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const store = await temporaryStore({ file })
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(1))
    await commitExample(store, runId, 1)
    const database = new Database(file)
    database.exec(sql)
    database.close()
    const reading = Promise.all([store.getJob(runId), store.exportRows(runId, 0, 1)])
    await expect(reading).rejects.toMatchObject({ code: 'DATABASE_UNREADABLE', message: matching(words) })
    expect(await store.runOwner(runId)).toBe('this')
  })

  it.each([
    ['job', `UPDATE jobs SET summary = '{}' WHERE run_id = 1`, /damaged: the job of run 1/u],
    [
      'job, which is no JSON any more',
      `UPDATE jobs SET summary = '{' WHERE run_id = 1`,
      /damaged: the job of run 1/u,
    ],
    ['left out', `UPDATE runs SET left_out = '[]' WHERE id = 1`, /damaged: what run 1 left out/u],
  ])(
    'hides no run where the %s of one cannot be understood, and that one is told as far as it goes',
    async (_name, sql, words) => {
      const file = join(await temporaryFolder(), 'batchyard.db')
      const store = await temporaryStore({ file })
      for (let run = 0; run < 2; run += 1) {
        const runId = await store.createRun(exampleRun())
        await store.addItems(runId, exampleItems(3))
        await commitExample(store, runId, 3)
        await store.finishRun(runId, runEnd())
      }
      const database = new Database(file)
      database.pragma('ignore_check_constraints = ON')
      database.exec(sql)
      database.close()
      const error = { code: 'DATABASE_UNREADABLE', message: matching(words) }
      const [second, first] = await store.listRuns({ limit: 10 })
      expect(second).toMatchObject({ id: 2, error: null })
      expect(first).toMatchObject({ id: 1, task: { type: 'checksum' }, counts: { succeeded: 3 }, error })
      expect(await store.getRun(1)).toEqual(first)
      expect((await store.resultPage(1, { offset: 0, limit: 10 })).rows).toHaveLength(3)
    },
  )
})
