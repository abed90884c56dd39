import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { startStoreProcess } from './fixtures/child.ts'
import {
  commitExample,
  exampleItems,
  exampleRun,
  matching,
  runEnd,
  temporaryFolder,
  temporaryStore,
} from './fixtures/example-run.ts'

function lockFiles(file: string): string[] {
  return readdirSync(join(dirname(file), 'owners'))
}

async function databaseFile(): Promise<string> {
  return join(await temporaryFolder(), 'batchyard.db')
}

describe('ownership of runs', () => {
  it('leaves the run of another living process alone', async () => {
    const file = await databaseFile()
    const other = startStoreProcess(file)
    expect(await other.nextLine()).toEqual({ runId: 1 })
    const store = await temporaryStore({ file })
    const own = await store.createRun(exampleRun())
    expect(await store.runOwner(1)).toBe('other')
    expect(await store.runOwner(own)).toBe('this')
    expect(await store.getRun(1)).toMatchObject({ state: 'running' })
    const elsewhere = { code: 'RUN_ELSEWHERE' }
    await expect(store.addItems(1, exampleItems(1))).rejects.toMatchObject(elsewhere)
    await expect(commitExample(store, 1, 1)).rejects.toMatchObject(elsewhere)
    await expect(store.finishRun(1, runEnd())).rejects.toMatchObject(elsewhere)
    expect(lockFiles(file)).toHaveLength(2)
  })

  it('calls a run interrupted whose process was killed, at the next opening', async () => {
    const file = await databaseFile()
    const other = startStoreProcess(file, { rows: 3 })
    expect(await other.nextLine()).toEqual({ runId: 1 })
    expect(await other.nextLine()).toEqual({ committed: 3 })
    await other.kill()
    expect(lockFiles(file)).toHaveLength(1)
    const store = await temporaryStore({ file })
    expect(await store.getRun(1)).toMatchObject({
      state: 'interrupted',
      // When its last result was there.
      finishedAt: new Date(5_000_000_002_000).toISOString(),
      counts: { total: 1_000, succeeded: 3, failed: 0, remaining: 997 },
    })
    expect(await store.runOwner(1)).toBe('nobody')
    expect(lockFiles(file)).toHaveLength(1)
  })

  it('notices that a process died while this one goes on', async () => {
    const file = await databaseFile()
    const store = await temporaryStore({ file })
    const [byOwner, byGet, byList] = [1, 2, 3].map(() => startStoreProcess(file))
    const ids: number[] = []
    for (const other of [byOwner, byGet, byList]) {
      const line = await other?.nextLine()
      if (line !== undefined && 'runId' in line) ids.push(line.runId)
    }
    expect(ids.toSorted()).toEqual([1, 2, 3])
    await byOwner?.kill()
    expect(await store.runOwner(ids[0] ?? 0)).toBe('nobody')
    await byGet?.kill()
    expect(await store.getRun(ids[1] ?? 0)).toMatchObject({
      state: 'interrupted',
      finishedAt: matching(/Z$/u),
    })
    await byList?.kill()
    const states = (await store.listRuns({ limit: 10 })).map((run) => run.state)
    expect(states).toEqual(['interrupted', 'interrupted', 'interrupted'])
  })

  it('knows two stores of one process apart', async () => {
    const file = await databaseFile()
    const first = await temporaryStore({ file })
    const runId = await first.createRun(exampleRun())
    const second = await temporaryStore({ file })
    expect(await second.runOwner(runId)).toBe('other')
    expect(await second.getRun(runId)).toMatchObject({ state: 'running' })
    await first.addItems(runId, exampleItems(1))
    await first.close()
    expect(await second.getRun(runId)).toMatchObject({ state: 'interrupted', counts: { total: 1 } })
  })

  it('interrupts what is left when a store closes, and takes its lock file away', async () => {
    const file = await databaseFile()
    const other = startStoreProcess(file)
    await other.nextLine()
    await other.end()
    expect(lockFiles(file)).toEqual([])
    const database = new Database(file, { readonly: true })
    expect(database.prepare('SELECT state FROM runs').pluck().all()).toEqual(['interrupted'])
    database.close()
  })

  it('takes a run over when the lock file of its owner is gone, and leaves foreign files alone', async () => {
    const file = await databaseFile()
    await (await temporaryStore({ file })).close()
    const folder = join(dirname(file), 'owners')
    const notes = join(folder, 'notes.lock')
    await writeFile(notes, 'mine')
    const broken = join(folder, '01234567-89ab-4def-8123-456789abcdef.lock')
    await writeFile(broken, 'not a database, so no store holds it'.repeat(40))
    const database = new Database(file)
    const insert = database.prepare(
      `INSERT INTO runs (owner, name, task_type, started_at) VALUES (?, 'n', 'checksum', 5) RETURNING id`,
    )
    const ids = [
      '01234567-89ab-4def-8123-000000000000',
      '01234567-89ab-4def-8123-456789abcdef',
      '../../x',
    ].map((owner) => insert.pluck().get(owner))
    database.prepare(`INSERT INTO jobs SELECT id, '{}', '{}' FROM runs`).run()
    database.close()
    const store = await temporaryStore({ file })
    expect(await Promise.all([1, 2, 3].map((runId) => store.runOwner(runId)))).toEqual(
      ids.map(() => 'nobody'),
    )
    expect(existsSync(notes)).toBe(true)
    expect(existsSync(broken)).toBe(false)
  })
})

describe('several processes', () => {
  it('may create the database at the same moment', async () => {
    const file = await databaseFile()
    const others = Array.from({ length: 4 }, () => startStoreProcess(file))
    const lines = await Promise.all(others.map((other) => other.nextLine()))
    expect(lines.map((line) => ('runId' in line ? line.runId : line)).toSorted()).toEqual([1, 2, 3, 4])
  })

  it('write in turns, and none loses anything', async () => {
    const file = await databaseFile()
    const rows = 400
    const others = [startStoreProcess(file, { rows }), startStoreProcess(file, { rows })]
    const store = await temporaryStore({ file })
    const runId = await store.createRun(exampleRun())
    for (let batch = 0; batch < rows; batch += 1) await store.addItems(runId, exampleItems(5))
    for (const other of others) {
      expect(await other.nextLine()).toHaveProperty('runId')
      expect(await other.nextLine()).toEqual({ committed: rows })
    }
    const runs = await store.listRuns({ limit: 10 })
    expect(runs.map((run) => [run.counts.total, run.counts.succeeded]).toSorted()).toEqual([
      [1_000, rows],
      [1_000, rows],
      [rows * 5, 0],
    ])
  })
})
