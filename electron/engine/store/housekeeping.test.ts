import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { presetJobSchema } from '../../../shared/model/preset.ts'
import { startStoreProcess } from './fixtures/child.ts'
import {
  commitExample,
  exampleItems,
  exampleRun,
  failed,
  matching,
  runEnd,
  temporaryFolder,
  temporaryStore,
} from './fixtures/example-run.ts'
import type { Store } from './store.ts'

const day = 86_400_000

async function finishedRun(store: Store, count: number, finishedAt = Date.now()): Promise<number> {
  const runId = await store.createRun(exampleRun({}, finishedAt - 1_000))
  await store.addItems(runId, exampleItems(count))
  await commitExample(store, runId, count, (seq) => seq % 3 === 0)
  await store.finishRun(runId, runEnd({ finishedAt }))
  return runId
}

describe('a deleted run', () => {
  it('is gone at once, and with it all its rows; others stay', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const store = await temporaryStore({ file })
    const first = await finishedRun(store, 25_000)
    const second = await finishedRun(store, 3)
    await store.startSession(first, 'retry', Date.now(), { kind: 'failed' })
    await store.addThroughput(first, { at: 1, items: 1, bytes: 1 })
    const logs = [{ seq: 3, attempt: 2, text: 'again', truncatedBytes: 0 }]
    await store.commitResults(first, { results: [{ ...failed(3), attempt: 2 }], attempts: [], logs })
    await store.finishRun(first, runEnd({ state: 'cancelled' }))
    await store.deleteRun(first)
    expect(await store.getRun(first)).toBeNull()
    expect((await store.listRuns({ limit: 10 })).map((run) => run.id)).toEqual([second])
    await expect(store.resultPage(first, { offset: 0, limit: 1 })).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
    })
    await expect(store.deleteRun(first)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
    await store.compact()
    const database = new Database(file, { readonly: true })
    for (const table of [
      'items',
      'results',
      'attempts',
      'logs',
      'retries',
      'sessions',
      'throughput',
      'jobs',
    ]) {
      const rows = database.prepare(`SELECT count(*) FROM ${table} WHERE run_id = ${first}`).pluck().get()
      expect([table, rows]).toEqual([table, 0])
    }
    expect(database.prepare('SELECT count(*) FROM items').pluck().get()).toBe(3)
    database.close()
  })

  it('is not one that is at work, here or elsewhere', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const other = startStoreProcess(file)
    expect(await other.nextLine()).toEqual({ runId: 1 })
    const store = await temporaryStore({ file })
    const own = await store.createRun(exampleRun())
    await expect(store.deleteRun(own)).rejects.toMatchObject({ code: 'RUN_ACTIVE' })
    await expect(store.deleteRun(1)).rejects.toMatchObject({ code: 'RUN_ELSEWHERE' })
    await other.kill()
    await store.deleteRun(1)
    expect(await store.getRun(1)).toBeNull()
  })

  it('is deleted to its end by the next to open the database, where that was interrupted', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const store = await temporaryStore({ file })
    const runId = await finishedRun(store, 10)
    await store.close()
    const database = new Database(file)
    database.exec(`DELETE FROM jobs WHERE run_id = ${runId}; DELETE FROM results WHERE position < 4`)
    database.close()
    const again = await temporaryStore({ file })
    expect(await again.getRun(runId)).toBeNull()
    expect(await again.compact()).toMatchObject({ bytesBefore: expect.any(Number) as number })
    expect(await again.statistics()).toMatchObject({ runs: 0, items: 0 })
  })
})

describe('retention', () => {
  it('names ended runs that are too old, and those beyond the newest', async () => {
    const store = await temporaryStore()
    const now = Date.UTC(2026, 10, 22)
    const ids: number[] = []
    for (const age of [40, 31, 29, 2]) ids.push(await finishedRun(store, 1, now - age * day))
    const atWork = await store.createRun(exampleRun({}, now - 90 * day))
    await store.createRun({ ...exampleRun(), queue: { notBefore: null } })
    expect(await store.expiredRuns({ days: null, runs: null }, now)).toEqual([])
    expect(await store.expiredRuns({ days: 30, runs: null }, now)).toEqual(ids.slice(0, 2))
    expect(await store.expiredRuns({ days: null, runs: 3 }, now)).toEqual(ids.slice(0, 3))
    expect(await store.expiredRuns({ days: 35, runs: 4 }, now)).toEqual(ids.slice(0, 2))
    expect(await store.expiredRuns({ days: 1, runs: 1 }, now)).not.toContain(atWork)
  })
})

describe('compacting', () => {
  it('gives the space of deleted runs back', async () => {
    const store = await temporaryStore()
    const runId = await finishedRun(store, 20_000)
    await store.deleteRun(runId)
    const { bytesBefore, bytesAfter } = await store.compact()
    expect(bytesAfter).toBeLessThan(bytesBefore / 4)
    expect(await store.statistics()).toMatchObject({ bytes: bytesAfter, unusedBytes: 0, logBytes: 0 })
  })

  it('waits until no run is at work', async () => {
    const store = await temporaryStore()
    await store.createRun(exampleRun())
    await expect(store.compact()).rejects.toMatchObject({
      code: 'RUN_ACTIVE',
      message: matching(/run 1 is at work/u),
    })
  })
})

describe('the check', () => {
  it('finds a sound database sound, also while a run is at work', async () => {
    const store = await temporaryStore()
    await finishedRun(store, 100)
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(5))
    const checking = store.check()
    await commitExample(store, runId, 5)
    const { sound, problems } = await checking
    expect({ sound, problems }).toEqual({ sound: true, problems: [] })
  })

  it.each([
    [
      'counts that are wrong',
      `UPDATE runs SET succeeded = succeeded - 1`,
      /^Run 1 counts \[9,5,3,.*but has \[9,6,3,/u,
    ],
    [
      'rows that refer to nothing',
      'DELETE FROM items WHERE seq = 9',
      /^1 rows of results refer to rows of items/u,
    ],
    [
      'an index that lacks rows',
      // The index is not there while a row changes; the other version number has the schema read anew.
      `CREATE TEMP TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'results_by_cause';
       DELETE FROM sqlite_schema WHERE name = 'results_by_cause';
       PRAGMA schema_version = 1000;
       UPDATE results SET cause = 'another' WHERE seq = 3;
       INSERT INTO sqlite_schema SELECT * FROM kept`,
      /results_by_cause/u,
    ],
  ])('tells of %s', async (_name, damage, words) => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const store = await temporaryStore({ file })
    await finishedRun(store, 9)
    await store.close()
    const database = new Database(file)
    database.unsafeMode()
    database.pragma('foreign_keys = OFF')
    database.pragma('writable_schema = ON')
    database.exec(damage)
    database.close()
    const again = await temporaryStore({ file })
    const { sound, problems } = await again.check()
    expect(sound).toBe(false)
    expect(problems).toContainEqual(matching(words))
  })
})

describe('the history', () => {
  it('is searched by name, task and input, in small and capital letters, and by state', async () => {
    const store = await temporaryStore()
    const inputs = (path: string) => ({ inputs: [{ kind: 'path', path } as const] })
    await store.createRun({ ...exampleRun(inputs('/Fotos/Ägypten')), name: 'Holiday 100%' })
    await store.createRun({
      ...exampleRun({ inputs: [{ kind: 'glob', pattern: '/scans/**/*.TIF' }] }),
      name: 'Scans',
    })
    await store.createRun({ ...exampleRun(inputs('/x_y')), name: 'Third' })
    await store.finishRun(3, runEnd({ state: 'stopped' }))
    const ids = async (search?: string, states?: readonly ('stopped' | 'running' | 'queued')[]) =>
      (await store.listRuns({ limit: 10, search, states })).map((run) => run.id)
    expect(await ids('holiday')).toEqual([1])
    expect(await ids('ÄGYPTEN')).toEqual([1])
    expect(await ids('.tif')).toEqual([2])
    expect(await ids('CHECKSUM')).toEqual([3, 2, 1])
    expect(await ids('100%')).toEqual([1])
    expect(await ids('x_y')).toEqual([3])
    expect(await ids('kind')).toEqual([])
    expect(await ids('')).toEqual([3, 2, 1])
    expect(await ids(undefined, ['stopped', 'queued'])).toEqual([3])
    expect(await ids('fotos', ['running'])).toEqual([1])
    expect((await store.listRuns({ limit: 1, before: 3, search: 'check' })).map((run) => run.id)).toEqual([2])
  })
})

describe('presets and settings', () => {
  it('outlast the process, and change with a new version', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const store = await temporaryStore({ file })
    const job = presetJobSchema.parse(exampleRun().job)
    const made = await store.savePreset({ name: 'Ärger', job, origin: 'own' })
    expect(made).toMatchObject({ id: 1, name: 'Ärger', version: 1, origin: 'own', job })
    await store.savePreset({ name: 'another', job: { ...job, inputs: [] }, origin: 'imported' })
    await expect(store.savePreset({ name: 'Ärger', job, origin: 'own' })).rejects.toMatchObject({
      code: 'PRESET_EXISTS',
    })
    const changed = await store.savePreset({ id: 1, name: 'B', job, origin: 'own' })
    expect(changed).toMatchObject({ id: 1, name: 'B', version: 2, createdAt: made.createdAt })
    await expect(store.savePreset({ id: 9, name: 'C', job, origin: 'own' })).rejects.toMatchObject({
      code: 'PRESET_NOT_FOUND',
    })
    expect(await store.settings()).toEqual({
      resumeInterrupted: false,
      queueWidth: 1,
      retention: { days: null, runs: null },
    })
    await store.changeSettings({ resumeInterrupted: true })
    await store.changeSettings({ retention: { days: 30, runs: null } })
    await store.close()
    const again = await temporaryStore({ file })
    expect((await again.presets()).map((preset) => preset.name)).toEqual(['another', 'B'])
    expect(await again.preset({ name: 'B' })).toEqual(changed)
    expect(await again.settings()).toEqual({
      resumeInterrupted: true,
      queueWidth: 1,
      retention: { days: 30, runs: null },
    })
    await again.deletePreset(1)
    expect(await again.preset({ id: 1 })).toBeNull()
    await expect(again.deletePreset(1)).rejects.toMatchObject({ code: 'PRESET_NOT_FOUND' })
  })
})
