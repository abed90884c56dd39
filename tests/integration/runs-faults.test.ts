import { execFileSync } from 'node:child_process'
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Runs } from '../../electron/engine/runs/runs.ts'
import { ProgressHub } from '../../electron/engine/runs/progress-hub.ts'
import { usualRoomLimits } from '../../electron/engine/runs/room-guard.ts'
import { openStore } from '../../electron/engine/store/store.ts'
import { threadUrls } from '../../electron/hosts/thread-urls.ts'
import { startRequestSchema } from '../../shared/contract/run-control.ts'
import { isEndState, type RunProgress } from '../../shared/model/run.ts'
import { localEngine, runEnd, untilRun } from '../support/local-engine.ts'
import { obedientBatch, obedientWorker } from '../support/obedient-batch.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const worker = obedientWorker

function repeat(order: string, count: number): string[] {
  return Array.from({ length: count }, () => order)
}

afterEach(() => {
  vi.useRealTimers()
})

describe('a full disk', () => {
  it('pauses the run before anything is lost, says so, and what was done stays; the rest is resumed later', async () => {
    await using batch = await obedientBatch(repeat('ok', 3_000))
    const file = batch.folder.at('data', 'batchyard.db')
    const threads = threadUrls(new URL('../../electron/hosts/cli.ts', import.meta.url).href)
    const store = await openStore({ file, threadUrl: threads.store, maximumPages: 110 })
    const hub = new ProgressHub()
    const runs = new Runs({
      store,
      hub,
      workerUrl: worker,
      enumeratorUrl: threads.enumerator,
      databaseFile: file,
      dataDirectory: tmpdir(),
      roomLimits: usualRoomLimits,
      defaultWorkers: 1,
      attendsQueue: false,
      log: () => {},
    })
    const runId = await runs.start(startRequestSchema.parse(batch.job({ chunkSize: 'auto' })))
    const paused = await untilHub(hub, runs, ({ run }) => run.state === 'paused')
    expect(paused.run.pause).toMatchObject({ reason: 'disk-low' })
    expect(paused.run.pause?.message).not.toBe('')
    const receipt = await runs.cancel(runId)
    expect(receipt.run).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL' } })
    const kept = receipt.kept
    hub.close()
    await runs.close()
    await store.close().catch(() => {})

    await using later = await localEngine(batch.folder.at('data'), { worker })
    const { run } = await later.client.runs.get({ runId })
    expect(isEndState(run.state)).toBe(true)
    expect(run.counts.succeeded).toBe(kept)
    expect((await later.client.runs.results({ runId })).total).toBe(kept)
    await later.client.runs.resume({ runId })
    const end = await runEnd(later.client, runId, 2)
    expect(end.run).toMatchObject({ state: 'finished', counts: { total: 3_000, succeeded: 3_000 } })
  })
})

/** Waits until the runs tell of one what is wanted. */
async function untilHub(
  hub: ProgressHub,
  runs: Runs,
  isSo: (progress: RunProgress) => boolean,
): Promise<RunProgress> {
  for await (const event of hub.watch(() => runs.active())) {
    const all = event.type === 'snapshot' ? event.active : [event.progress]
    const found = all.find(isSo)
    if (found !== undefined) return found
  }
  throw new Error('nothing more was told')
}

describe('a database that another program holds locked', () => {
  it('is waited for, and nothing is lost or done twice', async () => {
    await using batch = await obedientBatch(['ok', 'hold', ...repeat('ok', 50)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    await untilRun(client, runId, ({ run }) => run.counts.succeeded === 1)
    const other = new Database(batch.folder.at('data', 'batchyard.db'))
    other.exec('BEGIN IMMEDIATE')
    await batch.letGo()
    // The work goes on, and its results wait.
    await untilRun(client, runId, () => batch.tries(51) === 1)
    expect((await client.runs.get({ runId })).run).toMatchObject({ state: 'running', counts: { failed: 0 } })
    // Longer than SQLite itself would wait.
    await untilRun(client, runId, ({ elapsed }) => elapsed > 7_000)
    expect((await client.runs.get({ runId })).run.state).toBe('running')
    other.exec('ROLLBACK')
    other.close()
    const end = await runEnd(client, runId)
    expect(end.run).toMatchObject({ state: 'finished', counts: { succeeded: 52, remaining: 0 } })
    for (const place of batch.paths.keys()) expect(batch.tries(place)).toBe(1)
  })
})

describe('a database that is deleted while a run is at work', () => {
  it.runIf(process.platform !== 'win32')('ends the run as failed, and says what happened', async () => {
    await using batch = await obedientBatch(['ok', 'hold'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    await untilRun(client, runId, ({ run }) => run.counts.succeeded === 1)
    const file = batch.folder.at('data', 'batchyard.db')
    for (const ending of ['', '-wal', '-shm']) await rm(file + ending)
    const end = await runEnd(client, runId)
    expect(end.run).toMatchObject({ state: 'failed', error: { code: 'DATABASE_UNREADABLE' } })
    expect(end.run.error?.message).toContain(file)
  })
})

describe('a clock that is set', () => {
  it.each([
    ['back by a year', -365 * 24 * 3_600_000],
    ['forward by a year', 365 * 24 * 3_600_000],
  ])('%s leaves durations, order and the end of a run in their right place', async (_, jump) => {
    await using batch = await obedientBatch(['ok', 'hold', 'flaky 1', ...repeat('ok', 5)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job({ retries: 1, retryDelay: 10, timeout: 600_000 }))
    await untilRun(client, runId, ({ run }) => run.counts.succeeded === 1)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + jump })
    const during = await untilRun(client, runId, ({ workers }) => workers[0]?.item?.seq === 2)
    expect(during.workers[0]?.item?.elapsed).toBeGreaterThanOrEqual(0)
    expect(during.workers[0]?.item?.elapsed).toBeLessThan(600_000)
    expect(during.elapsed).toBeLessThan(600_000)
    await batch.letGo()
    const end = await runEnd(client, runId)
    expect(end.run).toMatchObject({ state: 'finished', counts: { succeeded: 8, failed: 0 } })
    expect(end.elapsed).toBeGreaterThan(0)
    expect(end.elapsed).toBeLessThan(600_000)
    const stored = await local.engine.store.getRun(runId)
    expect(Date.parse(stored?.finishedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(stored?.startedAt ?? ''))
    expect(stored?.timeSpent).toBeLessThan(600_000)
    const { rows } = await client.runs.results({ runId })
    for (const { duration } of rows) {
      expect(duration).toBeGreaterThanOrEqual(0)
      expect(duration).toBeLessThan(600_000)
    }
  })
})

describe('a volume that vanishes while its files are still being found', () => {
  it('is looked through to its end when it is back, and no file is missing or there twice', async () => {
    await using folder = await temporaryFolder()
    for (let each = 0; each < 12; each += 1) {
      await mkdir(folder.at('in', String(each)), { recursive: true })
      for (let file = 0; file < 1_000; file += 1) {
        await writeFile(folder.at('in', String(each), String(file)), 'x')
      }
    }
    await using local = await localEngine(folder.at('data'), { volumeInterval: 50 })
    const { client } = local
    // As long as nothing can be written down, only a few batches are found ahead.
    const other = new Database(folder.at('data', 'batchyard.db'))
    const { runId } = await client.runs.start({
      inputs: [{ kind: 'path', path: folder.at('in') }],
      task: { type: 'checksum' },
    })
    const found = other.prepare<[], number>('SELECT total_items FROM runs').pluck()
    while ((found.get() ?? 0) === 0) await setImmediate()
    other.exec('BEGIN IMMEDIATE')
    await rename(folder.at('in'), folder.at('away'))
    other.exec('ROLLBACK')
    other.close()
    const lost = await untilRun(client, runId, ({ parked }) => parked.length > 0)
    expect(lost.parked[0]?.volume).toBe(folder.at('in'))
    expect(lost.run).toMatchObject({ state: 'running', enumerated: false, counts: { failed: 0 } })
    await rename(folder.at('away'), folder.at('in'))
    const end = await runEnd(client, runId)
    expect(end.run).toMatchObject({
      state: 'finished',
      enumerated: true,
      counts: { total: 12_000, succeeded: 12_000, failed: 0 },
    })
    const paths = new Set<string>()
    for (let offset = 0; offset < 12_000; offset += 1_000) {
      const { rows } = await client.runs.results({ runId, offset, limit: 1_000 })
      for (const row of rows) paths.add(row.path)
    }
    expect(paths.size).toBe(12_000)
  })

  it.runIf(process.platform !== 'win32')(
    'is waited for by a resumed run, but not an input that never was there',
    async () => {
      await using batch = await obedientBatch(['hold', ...repeat('ok', 20)])
      const { folder } = batch
      await mkdir(folder.at('other'))
      await writeFile(folder.at('other', 'extra.txt'), 'ok')
      // A list that comes through a pipe: the search stands still there, until the pipe is closed.
      const list = folder.at('list')
      execFileSync('mkfifo', [list])
      const job = batch.job()
      let runId = 0
      {
        await using local = await localEngine(folder.at('data'), { worker })
        const started = await local.client.runs.start({
          ...job,
          inputs: [
            ...job.inputs,
            { kind: 'list', path: list, separator: 'newline', base: folder.path },
            { kind: 'path', path: folder.at('missing.txt') },
          ],
        })
        runId = started.runId
        await untilRun(local.client, runId, ({ run }) => run.counts.total === 21)
      }
      await rename(folder.at('in'), folder.at('away'))
      {
        await using local = await localEngine(folder.at('data'), { worker, volumeInterval: 50 })
        await local.client.runs.resume({ runId })
        // What is found behind the folder shows that the folder has been looked for.
        const writer = await open(list, 'w')
        await writer.write(`${folder.at('other', 'extra.txt')}\n`)
        const lost = await untilRun(
          local.client,
          runId,
          ({ parked, run }) => parked.length > 0 && run.counts.succeeded === 1,
        )
        expect(lost.run).toMatchObject({ state: 'running', enumerated: false })
        expect((await local.client.runs.cancel({ runId })).run).toMatchObject({
          state: 'cancelled',
          counts: { total: 22, failed: 0 },
        })
        await writer.close()
        await rename(folder.at('away'), folder.at('in'))
        await rm(list)
        await writeFile(list, folder.at('other', 'extra.txt'))
        await batch.letGo()
        await local.client.runs.resume({ runId })
        const end = await runEnd(local.client, runId, 3)
        expect(end.run).toMatchObject({
          state: 'finished',
          counts: { total: 23, succeeded: 22, failed: 1 },
        })
        const { rows } = await local.client.runs.results({ runId, status: 'failed' })
        expect(rows).toMatchObject([{ path: folder.at('missing.txt'), error: { code: 'NOT_FOUND' } }])
      }
    },
  )
})
