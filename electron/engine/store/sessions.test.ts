import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nothingLeftOut } from '../../../shared/model/run.ts'
import { startStoreProcess } from './fixtures/child.ts'
import {
  batchOf,
  commitExample,
  exampleItems,
  exampleRun,
  failed,
  matching,
  runEnd,
  skipped,
  succeeded,
  temporaryFolder,
  temporaryStore,
} from './fixtures/example-run.ts'
import type { Store } from './store.ts'

const nine = Date.UTC(2026, 10, 22, 9)

/** A run of `total` items whose first `done` have a result, every fifth a failure; ended as given. */
async function endedRun(store: Store, total: number, done: number, end = runEnd()): Promise<number> {
  const runId = await store.createRun(exampleRun())
  await store.addItems(runId, exampleItems(total))
  await commitExample(store, runId, done, (seq) => seq % 5 === 0)
  await store.finishRun(runId, end)
  return runId
}

describe('a session', () => {
  it('goes on with what an ended run left, and its time adds up', async () => {
    const store = await temporaryStore()
    const runId = await endedRun(store, 10, 4, runEnd({ state: 'cancelled', duration: 1_000 }))
    const resumed = await store.startSession(runId, 'resume', nine)
    expect(resumed).toMatchObject({ state: 'running', sessions: 2, finishedAt: null, timeSpent: 1_000 })
    expect(await store.runOwner(runId)).toBe('this')
    const items = await store.pendingItems(runId, 0, 100)
    expect(items.map((item) => item.seq)).toEqual([5, 6, 7, 8, 9, 10])
    const rows = [10, 5, 6, 7, 8, 9].map((seq) => succeeded(seq, []))
    await store.commitResults(runId, batchOf(rows))
    await store.finishRun(runId, runEnd({ finishedAt: nine + 5_000, duration: 500 }))
    const run = await store.getRun(runId)
    expect(run).toMatchObject({
      state: 'finished',
      timeSpent: 1_500,
      counts: { succeeded: 10, remaining: 0 },
    })
    expect(run?.startedAt).toBe('2026-11-22T08:00:00.000Z')
    const page = await store.resultPage(runId, { offset: 0, limit: 100 })
    expect(page.rows.map((row) => [row.position, row.seq]).slice(3)).toEqual([
      [4, 4],
      [5, 10],
      [6, 5],
      [7, 6],
      [8, 7],
      [9, 8],
      [10, 9],
    ])
    expect(await store.sessions(runId)).toMatchObject([
      { session: 1, kind: 'start', duration: 1_000, endState: 'cancelled' },
      {
        session: 2,
        kind: 'resume',
        duration: 500,
        endState: 'finished',
        startedAt: '2026-11-22T09:00:00.000Z',
      },
    ])
  })

  it('is not begun where nothing is left, for a run at work, or for one that does not wait', async () => {
    const store = await temporaryStore()
    const done = await endedRun(store, 3, 3)
    await store.startSession(done, 'retry', nine, { kind: 'items', seqs: [1] })
    await store.commitResults(done, batchOf([{ ...succeeded(1, []), attempt: 2 }]))
    await store.finishRun(done, runEnd())
    const nothing = { code: 'NOTHING_TO_DO', message: matching(/nothing to/u) }
    const open = await store.createRun(exampleRun())
    await store.addItems(open, exampleItems(1))
    await commitExample(store, open, 1)
    await store.finishEnumeration(open, { leftOut: nothingLeftOut })
    await store.finishRun(open, runEnd())
    await expect(store.startSession(open, 'resume', nine)).rejects.toMatchObject(nothing)
    await expect(store.startSession(open, 'retry', nine, { kind: 'failed' })).rejects.toMatchObject(nothing)
    await expect(
      store.startSession(open, 'retry', nine, { kind: 'cause', cause: 'unknown' }),
    ).rejects.toMatchObject(nothing)
    await expect(store.startSession(open, 'start', nine)).rejects.toMatchObject({ code: 'RUN_ACTIVE' })
    await expect(store.startSession(99, 'resume', nine)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
    await expect(
      store.startSession(open, 'retry', nine, { kind: 'items', seqs: [1, 2] }),
    ).rejects.toMatchObject({ code: 'ITEM_NOT_FOUND' })
    expect(await store.getRun(open)).toMatchObject({ state: 'finished', counts: { retrying: 0 } })
    const atWork = await store.createRun(exampleRun())
    await expect(store.startSession(atWork, 'resume', nine)).rejects.toMatchObject({ code: 'RUN_ACTIVE' })
  })

  it('is begun for a run that was lost after its last result and before its end', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(1))
    await commitExample(store, runId, 1)
    await store.finishEnumeration(runId, { leftOut: nothingLeftOut })
    await store.finishRun(runId, runEnd({ state: 'interrupted' }))
    expect(await store.startSession(runId, 'resume', nine)).toMatchObject({
      state: 'running',
      enumerated: true,
      counts: { remaining: 0 },
    })
  })

  it('may look for further inputs where the last one had not looked through them all', async () => {
    const store = await temporaryStore()
    const runId = await endedRun(store, 3, 3, runEnd({ state: 'interrupted' }))
    expect(await store.startSession(runId, 'resume', nine)).toMatchObject({ enumerated: false })
    expect(await store.knownPaths(runId, ['/photos/1.jpg', '/photos/4.jpg'])).toEqual([true, false])
    expect(await store.claimPaths(runId, ['/photos/1.jpg'])).toEqual([true])
    expect(await store.addItems(runId, exampleItems(1))).toMatchObject({ firstSeq: 4 })
    expect(await store.knownPaths(runId, ['/photos/1.jpg'])).toEqual([true])
    await store.restartEnumeration(runId)
    expect(await store.claimPaths(runId, ['/photos/1.jpg'])).toEqual([true])
  })

  it('belongs to one process: the run of another living one is not taken', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const other = startStoreProcess(file)
    expect(await other.nextLine()).toEqual({ runId: 1 })
    const store = await temporaryStore({ file })
    await expect(store.startSession(1, 'resume', nine)).rejects.toMatchObject({ code: 'RUN_ELSEWHERE' })
    await other.kill()
    expect(await store.startSession(1, 'resume', nine)).toMatchObject({ state: 'running', sessions: 2 })
    expect(await store.sessions(1)).toMatchObject([{ endState: 'interrupted' }, { endState: null }])
  })

  it('takes its time from its throughput where the process died', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const store = await temporaryStore({ file })
    const runId = await store.createRun(exampleRun({}, nine))
    await store.addThroughput(runId, { at: 7_500, items: 1, bytes: 1 })
    await store.close()
    const again = await temporaryStore({ file })
    expect(await again.getRun(runId)).toMatchObject({ state: 'interrupted', timeSpent: 7_500 })
  })

  it('never ends before it began, though the clock was set back', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun({}, nine))
    await store.finishRun(runId, runEnd({ finishedAt: nine - 3_600_000, duration: 12 }))
    expect(await store.getRun(runId)).toMatchObject({ finishedAt: '2026-11-22T09:00:00.000Z', timeSpent: 12 })
  })
})

describe('a retry', () => {
  it('replaces each result in its place and keeps the earlier attempts', async () => {
    const store = await temporaryStore()
    const runId = await endedRun(store, 10, 10)
    await store.startSession(runId, 'retry', nine, { kind: 'failed' })
    expect(await store.getRun(runId)).toMatchObject({ counts: { failed: 2, retrying: 2, remaining: 0 } })
    const items = await store.pendingItems(runId, 0, 100)
    expect(items.map(({ seq, attempts, hasResult }) => ({ seq, attempts, hasResult }))).toEqual([
      { seq: 5, attempts: 1, hasResult: true },
      { seq: 10, attempts: 1, hasResult: true },
    ])
    const counts = await store.commitResults(runId, {
      results: [
        { ...failed(10, 'Now something else is wrong.'), attempt: 2 },
        { ...succeeded(5, ['now']), attempt: 3, startedAt: 7 },
      ],
      attempts: [
        {
          ...{ seq: 5, path: '/photos/5.jpg', attempt: 2, startedAt: 6, duration: 1, worker: 1 },
          error: { code: 'TIMEOUT', message: 'It took too long.' },
        },
      ],
      logs: [],
    })
    expect(counts).toMatchObject({ succeeded: 9, failed: 1, retrying: 0, bytesDone: 100 })
    await store.finishRun(runId, runEnd())
    const page = await store.resultPage(runId, { offset: 0, limit: 100 })
    expect(page.rows.map((row) => [row.position, row.seq])).toEqual(
      Array.from({ length: 10 }, (_, index) => [index + 1, index + 1]),
    )
    expect(page.rows[4]).toMatchObject({
      status: 'succeeded',
      values: ['now'],
      attempt: 3,
      error: null,
      cause: null,
    })
    expect(page.rows[9]).toMatchObject({ status: 'failed', attempt: 2 })
    expect(await store.attempts(runId, 5)).toMatchObject([
      { attempt: 1, error: { code: 'NOT_FOUND', message: 'Item 5 has vanished.' } },
      { attempt: 2, error: { code: 'TIMEOUT' } },
    ])
    expect(await store.attempts(runId, 10)).toMatchObject([{ attempt: 1, error: { code: 'NOT_FOUND' } }])
    expect(await store.attempts(runId, 1)).toEqual([])
    expect(await store.check()).toMatchObject({ sound: true })
  })

  it('of one cause leaves the other failures alone', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(5))
    const rows = [1, 2, 3].map((seq) => failed(seq, `/photos/${seq}.jpg is locked.`))
    await store.commitResults(runId, batchOf([...rows, failed(4, 'Something else.'), succeeded(5, [])]))
    await store.finishRun(runId, runEnd())
    const { causes } = await store.causes(runId, 10)
    expect(causes.map((cause) => [cause.message, cause.count])).toEqual([
      ['<file> is locked.', 3],
      ['Something else.', 1],
    ])
    const cause = causes[0]?.cause ?? ''
    await store.startSession(runId, 'retry', nine, { kind: 'cause', cause })
    expect((await store.pendingItems(runId, 0, 10)).map((item) => item.seq)).toEqual([1, 2, 3])
    expect(await store.itemsToDo(runId, [3, 4, 1, 9])).toMatchObject([{ seq: 3 }, { seq: 1 }])
  })

  it('of chosen items does any of them again, whatever their result was', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(4))
    await store.commitResults(runId, batchOf([succeeded(1, []), skipped(2), failed(3)]))
    await store.finishRun(runId, runEnd({ state: 'stopped', stopReason: { kind: 'user' } }))
    expect(await store.getRun(runId)).toMatchObject({ stopReason: { kind: 'user' }, counts: { skipped: 1 } })
    await store.startSession(runId, 'retry', nine, { kind: 'items', seqs: [2, 1, 2] })
    expect(await store.getRun(runId)).toMatchObject({
      stopReason: null,
      counts: { retrying: 2, remaining: 1 },
    })
    expect((await store.pendingItems(runId, 0, 10)).map((item) => item.seq)).toEqual([1, 2, 4])
    const again = [{ ...failed(1), attempt: 2 }, succeeded(2, [])]
    expect(await store.commitResults(runId, batchOf(again))).toEqual({
      ...{ succeeded: 1, failed: 2, skipped: 0, alreadyDone: 0 },
      ...{ retrying: 0, bytesDone: 30 },
    })
    // What succeeded before is no failed attempt.
    expect(await store.attempts(runId, 1)).toEqual([])
  })

  it('that was interrupted is gone on with, and does nothing twice', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const store = await temporaryStore({ file })
    const runId = await endedRun(store, 20, 20)
    await store.startSession(runId, 'retry', nine, { kind: 'failed' })
    await store.commitResults(runId, batchOf([{ ...succeeded(5, []), attempt: 2 }]))
    await store.close()
    const again = await temporaryStore({ file })
    expect(await again.getRun(runId)).toMatchObject({
      state: 'interrupted',
      counts: { failed: 3, retrying: 3 },
    })
    await again.startSession(runId, 'resume', nine)
    expect((await again.pendingItems(runId, 0, 100)).map((item) => item.seq)).toEqual([10, 15, 20])
    expect((await again.pendingItems(runId, 10, 1)).map((item) => item.seq)).toEqual([15])
  })

  it('counts as a model does, whatever is committed in whatever order', async () => {
    const store = await temporaryStore()
    const size = 12
    const outcome = fc.constantFrom('succeeded', 'failed', 'skipped')
    const rounds = fc.array(fc.dictionary(fc.integer({ min: 1, max: size }).map(String), outcome), {
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(rounds, async (plan) => {
        const runId = await store.createRun(exampleRun())
        await store.addItems(runId, exampleItems(size))
        const model = new Map<number, string>()
        const tries = new Map<number, number>()
        for (const [index, round] of plan.entries()) {
          const seqs = Object.keys(round).map(Number)
          if (index > 0) {
            await store.finishRun(runId, runEnd({ state: 'cancelled' }))
            const which = { kind: 'items', seqs } as const
            const started = seqs.some((seq) => model.has(seq))
            if (started) await store.startSession(runId, 'retry', nine, which)
            else await store.startSession(runId, 'resume', nine)
          }
          const rows = Object.entries(round).map(([key, status]) => {
            const seq = Number(key)
            const attempt = (tries.get(seq) ?? 0) + 1
            tries.set(seq, attempt)
            model.set(seq, status)
            const record =
              status === 'succeeded' ? succeeded(seq, []) : status === 'failed' ? failed(seq) : skipped(seq)
            return { ...record, attempt }
          })
          await store.commitResults(runId, batchOf(rows))
        }
        const count = (status: string) => [...model.values()].filter((each) => each === status).length
        const run = await store.getRun(runId)
        expect(run?.counts).toEqual({
          ...{ total: size, succeeded: count('succeeded'), failed: count('failed'), alreadyDone: 0 },
          ...{ skipped: count('skipped'), remaining: size - model.size, retrying: 0 },
        })
        const page = await store.resultPage(runId, { offset: 0, limit: 100 })
        expect(new Map(page.rows.map((row) => [row.seq, row.status]))).toEqual(model)
        expect(page.rows.map((row) => row.position)).toEqual(page.rows.map((_, index) => index + 1))
        for (const status of ['succeeded', 'failed', 'skipped'] as const) {
          const only = await store.resultPage(runId, { status, offset: 0, limit: 100 })
          expect(only.rows).toEqual(page.rows.filter((row) => row.status === status))
        }
        await store.finishRun(runId, runEnd({ state: 'cancelled' }))
      }),
      { numRuns: 40 },
    )
    expect(await store.check()).toMatchObject({ sound: true })
  })
})

describe('a pause', () => {
  it('says why and since when, takes results in, and ends', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(2))
    const pause = {
      reason: 'disk-low',
      message: 'Only 10 MB are free.',
      since: '2026-11-22T09:00:00.000Z',
    } as const
    await store.setPause(runId, pause)
    expect(await store.getRun(runId)).toMatchObject({ state: 'paused', pause })
    expect(await store.runOwner(runId)).toBe('this')
    await commitExample(store, runId, 1)
    await store.setPause(runId, null)
    expect(await store.getRun(runId)).toMatchObject({
      state: 'running',
      pause: null,
      counts: { succeeded: 1 },
    })
    await store.setPause(runId, pause)
    await store.finishRun(runId, runEnd({ state: 'cancelled' }))
    expect(await store.getRun(runId)).toMatchObject({ state: 'cancelled', pause: null })
  })

  it('is an interruption where the process ends meanwhile', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const store = await temporaryStore({ file })
    const runId = await store.createRun(exampleRun())
    await store.setPause(runId, { reason: 'user', message: '', since: '2026-11-22T09:00:00.000Z' })
    await store.close()
    const again = await temporaryStore({ file })
    expect(await again.getRun(runId)).toMatchObject({ state: 'interrupted', pause: null })
  })
})

describe('the queue', () => {
  it('keeps runs in order, through the end of their process', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const store = await temporaryStore({ file })
    const queue = { notBefore: null }
    const ids: number[] = []
    for (let count = 0; count < 4; count += 1) ids.push(await store.createRun({ ...exampleRun(), queue }))
    const later = { ...exampleRun(), queue: { notBefore: nine } }
    ids.push(await store.createRun(later))
    expect(await store.getRun(5)).toMatchObject({
      ...{ state: 'queued', notBefore: '2026-11-22T09:00:00.000Z', sessions: 0, finishedAt: null },
    })
    const order = async (from: Store) => (await from.queuedRuns()).map(({ run }) => run.id)
    expect(await order(store)).toEqual(ids)
    await store.reorderQueue([4, 2, 4, 99])
    expect(await order(store)).toEqual([4, 2, 1, 3, 5])
    await store.close()
    const again = await temporaryStore({ file })
    expect(await order(again)).toEqual([4, 2, 1, 3, 5])
    expect((await again.queuedRuns())[0]?.owner).toBe('nobody')
    expect(await again.startSession(4, 'start', nine)).toMatchObject({
      ...{ state: 'running', sessions: 1, startedAt: '2026-11-22T09:00:00.000Z' },
    })
    await again.finishRun(2, runEnd({ state: 'cancelled', duration: 0 }))
    expect(await order(again)).toEqual([1, 3, 5])
    expect(await again.getJob(1)).toEqual(exampleRun().job)
  })

  it('gives a run to one process only', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const stores = [await temporaryStore({ file }), await temporaryStore({ file })] as const
    const runId = await stores[0].createRun({ ...exampleRun(), queue: { notBefore: null } })
    const taken = await Promise.allSettled(stores.map((store) => store.startSession(runId, 'start', nine)))
    expect(taken.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

it('refuses a state that does not fit its dates', async () => {
  const file = join(await temporaryFolder(), 'batchyard.db')
  const store = await temporaryStore({ file })
  await store.createRun(exampleRun())
  await store.close()
  const database = new Database(file)
  for (const sql of [
    `UPDATE runs SET state = 'paused', finished_at = NULL`,
    `UPDATE runs SET state = 'queued'`,
    `UPDATE runs SET state = 'stopped', finished_at = NULL`,
    `UPDATE runs SET state = 'asleep'`,
    `UPDATE runs SET retrying = 1`,
    `UPDATE runs SET skipped = 1`,
  ]) {
    expect(() => database.exec(sql)).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_CHECK' }))
  }
  database.close()
})
