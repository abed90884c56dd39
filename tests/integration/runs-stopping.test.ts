import { describe, expect, it } from 'vitest'
import type { RunProgress } from '../../shared/model/run.ts'
import { localEngine, runEnd, untilRun } from '../support/local-engine.ts'
import { obedientBatch, obedientWorker } from '../support/obedient-batch.ts'

const worker = obedientWorker

function repeat(order: string, count: number): string[] {
  return Array.from({ length: count }, () => order)
}

/** Whether the workers have this many items in hand. */
function hasInHand(count: number): (progress: RunProgress) => boolean {
  return ({ workers }) => workers.filter(({ item }) => item !== null).length === count
}

describe('pausing', () => {
  it('begins nothing new, lets what runs finish, and goes on where it was', async () => {
    await using batch = await obedientBatch(['ok', 'hold', ...repeat('ok', 30)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    await untilRun(client, runId, ({ run }) => run.counts.succeeded === 1)
    await batch.haveBegun(2)
    const receipt = await client.runs.pause({ runId })
    expect(receipt).toMatchObject({ run: { state: 'paused' }, ended: 0, kept: 1, left: 31 })
    expect(receipt.run.pause).toMatchObject({ reason: 'user', message: '' })
    await batch.letGo()
    const paused = await untilRun(
      client,
      runId,
      (progress) => progress.run.counts.succeeded === 2 && hasInHand(0)(progress),
    )
    expect(paused.run.state).toBe('paused')
    // As it stands in the database, too.
    expect(await local.engine.store.getRun(runId)).toMatchObject({
      state: 'paused',
      pause: { reason: 'user' },
    })
    expect(batch.tries(2)).toBe(0)
    expect((await client.runs.resume({ runId })).run.state).toBe('running')
    const end = await runEnd(client, runId)
    expect(end.run).toMatchObject({ state: 'finished', pause: null, counts: { succeeded: 32, remaining: 0 } })
    expect(local.logged).toEqual([])
  })

  it('can be ended by draining and by cancelling', async () => {
    for (const how of ['drain', 'cancel'] as const) {
      await using batch = await obedientBatch(repeat('hold', 3))
      await using local = await localEngine(batch.folder.at('data'), { worker })
      const { client } = local
      const { runId } = await client.runs.start(batch.job())
      await untilRun(client, runId, hasInHand(1))
      await client.runs.pause({ runId })
      if (how === 'drain') await batch.letGo(0)
      const receipt = await client.runs[how]({ runId })
      expect(receipt.run.state).toBe(how === 'drain' ? 'stopped' : 'cancelled')
      expect(receipt.kept + receipt.left).toBe(3)
      expect(receipt.run.pause).toBeNull()
    }
  })

  it('is refused where nothing is at work', async () => {
    await using batch = await obedientBatch(['ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    await runEnd(client, runId)
    const notActive = { code: 'RUN_NOT_ACTIVE' }
    await expect(client.runs.pause({ runId })).rejects.toMatchObject(notActive)
    await expect(client.runs.drain({ runId })).rejects.toMatchObject(notActive)
    await expect(client.runs.setWorkers({ runId, workers: 2 })).rejects.toMatchObject(notActive)
    await expect(client.runs.pause({ runId: 99 })).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
    await expect(client.runs.resume({ runId })).rejects.toMatchObject({ code: 'NOTHING_TO_DO' })
  })
})

describe('draining', () => {
  it('finishes what is in hand and no more, and the rest can be resumed', async () => {
    await using batch = await obedientBatch([...repeat('hold', 2), ...repeat('ok', 40)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job({ workers: 2 }))
    await untilRun(client, runId, hasInHand(2))
    const draining = client.runs.drain({ runId })
    await untilRun(client, runId, (progress) => progress.draining)
    await batch.letGo()
    const receipt = await draining
    expect(receipt).toMatchObject({
      run: { state: 'stopped', stopReason: { kind: 'user' }, counts: { succeeded: 2, failed: 0 } },
      ended: 0,
      kept: 2,
      left: 40,
    })
    await client.runs.resume({ runId })
    const end = await runEnd(client, runId)
    expect(end.run).toMatchObject({
      state: 'finished',
      stopReason: null,
      sessions: 2,
      counts: { succeeded: 42 },
    })
    for (const place of batch.paths.keys()) expect(batch.tries(place)).toBe(1)
    const sessions = await client.runs.sessions({ runId })
    expect(sessions.map(({ kind, endState }) => [kind, endState])).toEqual([
      ['start', 'stopped'],
      ['resume', 'finished'],
    ])
  })

  it('of an ordered run keeps what had finished behind an item that never came to its end', async () => {
    await using batch = await obedientBatch(['flaky 1', ...repeat('ok', 10)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const job = batch.job({ mode: 'imap', retries: 1, retryDelay: 60_000 })
    const { runId } = await client.runs.start(job)
    const blocked = await untilRun(
      client,
      runId,
      ({ waiting, delayed }) => waiting?.held === 10 && delayed === 1,
    )
    expect(blocked).toMatchObject({
      waiting: { seq: 1, path: batch.paths[0] },
      run: { counts: { succeeded: 0 } },
    })
    const receipt = await client.runs.drain({ runId })
    expect(receipt).toMatchObject({ kept: 10, left: 1 })
    await client.runs.resume({ runId })
    const end = await runEnd(client, runId)
    expect(end.run.counts).toMatchObject({ succeeded: 11, remaining: 0 })
    expect(batch.tries(0)).toBe(2)
  })
})

describe('cancelling', () => {
  it('ends what runs, says how much that was, and a resumed run does it again', async () => {
    await using batch = await obedientBatch([...repeat('ok', 5), ...repeat('hold', 8)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job({ workers: 3 }))
    await untilRun(client, runId, ({ run }) => run.counts.succeeded === 5)
    await batch.haveBegun(8)
    const receipt = await client.runs.cancel({ runId })
    expect(receipt).toMatchObject({ run: { state: 'cancelled' }, ended: 3, kept: 5, left: 8, removed: 0 })
    await batch.letGo()
    await client.runs.resume({ runId })
    const end = await runEnd(client, runId)
    expect(end.run).toMatchObject({ state: 'finished', counts: { total: 13, succeeded: 13 } })
    // What had a result was not done again; of the rest, the three that were ended were begun twice.
    const tries = batch.paths.map((_, place) => batch.tries(place))
    expect(tries.slice(0, 5)).toEqual([1, 1, 1, 1, 1])
    expect(tries.toSorted((first, second) => first - second)).toEqual([
      ...repeat('', 10).map(() => 1),
      2,
      2,
      2,
    ])
    const { rows } = await client.runs.results({ runId, limit: 100 })
    expect(new Set(rows.map(({ seq }) => seq)).size).toBe(13)
    expect(rows.map(({ position }) => position)).toEqual(rows.map((_, place) => place + 1))
  })

  it('ends an endless loop', async () => {
    await using batch = await obedientBatch(['hang', 'ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { runId } = await local.client.runs.start(batch.job())
    await untilRun(local.client, runId, hasInHand(1))
    const receipt = await local.client.runs.cancel({ runId })
    expect(receipt).toMatchObject({ run: { state: 'cancelled' }, ended: 1, left: 2 })
  })
})

describe('an interrupted run', () => {
  it('is resumed by one request, and each item has one result', async () => {
    await using batch = await obedientBatch([...repeat('ok', 20), 'hold', ...repeat('ok', 20)])
    let runId = 0
    {
      await using local = await localEngine(batch.folder.at('data'), { worker })
      runId = (await local.client.runs.start(batch.job())).runId
      await untilRun(local.client, runId, ({ run }) => run.counts.succeeded === 20)
      await batch.haveBegun(21)
    }
    await batch.letGo()
    await using again = await localEngine(batch.folder.at('data'), { worker })
    expect((await again.client.runs.get({ runId })).run.state).toBe('interrupted')
    await again.client.runs.resume({ runId })
    const end = await runEnd(again.client, runId)
    expect(end.run).toMatchObject({ state: 'finished', sessions: 2, counts: { total: 41, succeeded: 41 } })
    expect(batch.paths.map((_, place) => batch.tries(place))).toEqual([
      ...repeat('ok', 20).map(() => 1),
      2,
      ...repeat('ok', 20).map(() => 1),
    ])
  })

  it('goes on by itself when an engine that stays is opened, where the settings say so', async () => {
    await using batch = await obedientBatch(repeat('hold', 2))
    let runId = 0
    {
      await using local = await localEngine(batch.folder.at('data'), { worker })
      await local.client.settings.set({ resumeInterrupted: true })
      runId = (await local.client.runs.start(batch.job())).runId
      await untilRun(local.client, runId, hasInHand(1))
    }
    await batch.letGo()
    await using again = await localEngine(batch.folder.at('data'), { worker, attendsQueue: true })
    const end = await runEnd(again.client, runId, 2)
    expect(end.run).toMatchObject({ state: 'finished', sessions: 2, counts: { succeeded: 2 } })
  })

  it('looks through its inputs to their end where it had not, and has no item twice', async () => {
    await using batch = await obedientBatch(repeat('ok', 3_000))
    let runId = 0
    let found = 0
    {
      await using local = await localEngine(batch.folder.at('data'), { worker })
      runId = (await local.client.runs.start(batch.job({ chunkSize: 'auto' }))).runId
      const early = await untilRun(local.client, runId, ({ run }) => run.counts.total > 0)
      found = early.run.enumerated ? 0 : early.run.counts.total
    }
    await using again = await localEngine(batch.folder.at('data'), { worker })
    const { run } = await again.client.runs.get({ runId })
    expect(run.counts.total).toBeGreaterThanOrEqual(found)
    await again.client.runs.resume({ runId })
    const end = await runEnd(again.client, runId)
    expect(end.run).toMatchObject({
      state: 'finished',
      enumerated: true,
      counts: { total: 3_000, succeeded: 3_000 },
    })
    const paths = new Set<string>()
    for (let offset = 0; offset < 3_000; offset += 1_000) {
      const { rows } = await again.client.runs.results({ runId, offset, limit: 1_000 })
      for (const row of rows) paths.add(row.path)
    }
    expect(paths).toEqual(new Set(batch.paths))
  })
})
