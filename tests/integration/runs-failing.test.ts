import { chmod, rename, rm, writeFile } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { asOrdinaryUser } from '../../electron/engine/inputs/fixtures/temporary-tree.ts'
import type { ResultRow } from '../../shared/model/result.ts'
import { localEngine, runEnd, untilRun, type LocalEngine } from '../support/local-engine.ts'
import { obedientBatch, obedientWorker } from '../support/obedient-batch.ts'

const worker = obedientWorker

function repeat(order: string, count: number): string[] {
  return Array.from({ length: count }, () => order)
}

/** Status, code and number of tries of every item, by its place in the input. */
async function outcomes({ client }: LocalEngine, runId: number): Promise<[string, string | null, number][]> {
  const { rows } = await client.runs.results({ runId, limit: 1_000 })
  return rows
    .toSorted((first: ResultRow, second: ResultRow) => first.seq - second.seq)
    .map(({ status, error, attempt }) => [status, error?.code ?? null, attempt])
}

describe('automatic retries', () => {
  it('try again what may pass, and keep the tries that failed', async () => {
    await using batch = await obedientBatch([
      'ok',
      'flaky 2',
      'throw always the same',
      'fail not allowed',
      'ok',
    ])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { runId } = await local.client.runs.start(batch.job({ retries: 3, retryDelay: 1 }))
    const end = await runEnd(local.client, runId)
    expect(end.run).toMatchObject({ state: 'finished', counts: { succeeded: 3, failed: 2, remaining: 0 } })
    expect(await outcomes(local, runId)).toEqual([
      ['succeeded', null, 1],
      ['succeeded', null, 3],
      ['failed', 'TASK_FAILED', 4],
      ['failed', 'PERMISSION_DENIED', 1],
      ['succeeded', null, 1],
    ])
    expect(batch.paths.map((_, place) => batch.tries(place))).toEqual([1, 3, 4, 1, 1])
    const attempts = await local.client.runs.attempts({ runId, seq: 2 })
    expect(attempts.map(({ attempt, error }) => [attempt, error.code, error.message])).toEqual([
      [1, 'TASK_FAILED', expect.stringContaining('not yet, at try 1')],
      [2, 'TASK_FAILED', expect.stringContaining('not yet, at try 2')],
    ])
  })

  it('hold nobody up while they wait', async () => {
    await using batch = await obedientBatch(['ok', 'flaky 1', ...repeat('ok', 50)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job({ retries: 1, retryDelay: 60_000, chunkSize: 4 }))
    await untilRun(client, runId, ({ run, delayed }) => run.counts.succeeded === 51 && delayed === 1)
    expect(await client.runs.cancel({ runId })).toMatchObject({ kept: 51, left: 1 })
  })

  it('hold up in input order only what comes after them', async () => {
    await using batch = await obedientBatch(['ok', 'flaky 1', ...repeat('ok', 50)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { runId } = await local.client.runs.start(
      batch.job({ mode: 'imap', retries: 1, retryDelay: 300, chunkSize: 4 }),
    )
    const end = await runEnd(local.client, runId)
    expect(end.run.counts).toMatchObject({ succeeded: 52, remaining: 0 })
    const { rows } = await local.client.runs.results({ runId, limit: 100 })
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, place) => place + 1))
  })

  it('survive an interruption: tries go on being counted', async () => {
    await using batch = await obedientBatch(['flaky 2'])
    let runId = 0
    {
      await using local = await localEngine(batch.folder.at('data'), { worker })
      runId = (await local.client.runs.start(batch.job({ retries: 5, retryDelay: 60_000 }))).runId
      await untilRun(local.client, runId, ({ delayed }) => delayed === 1)
    }
    await using again = await localEngine(batch.folder.at('data'), { worker })
    await again.client.runs.resume({ runId })
    await untilRun(again.client, runId, ({ delayed }) => delayed === 1)
    await again.client.runs.drain({ runId })
    await again.client.runs.resume({ runId })
    await runEnd(again.client, runId)
    expect(await outcomes(again, runId)).toEqual([['succeeded', null, 3]])
    expect((await again.client.runs.attempts({ runId, seq: 1 })).map(({ attempt }) => attempt)).toEqual([
      1, 2,
    ])
  })
})

describe('a worker that is lost', () => {
  it('by its exit or an error that nobody catches fails the item that it had, and no other', async () => {
    await using batch = await obedientBatch(['ok', 'exit', ...repeat('ok', 20), 'crash', 'ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { runId } = await local.client.runs.start(batch.job({ workers: 2, chunkSize: 8 }))
    const end = await runEnd(local.client, runId)
    expect(end.run).toMatchObject({ state: 'finished', counts: { succeeded: 22, failed: 2 } })
    const { rows } = await local.client.runs.results({ runId, status: 'failed' })
    expect(rows.map(({ seq, error }) => [seq, error?.code]).toSorted()).toEqual([
      [2, 'WORKER_DIED'],
      [23, 'WORKER_DIED'],
    ])
    for (const { path, error } of rows) expect(error?.message).toContain(path)
  })

  it('by filling its memory fails the item that did, and no other', async () => {
    await using batch = await obedientBatch(['ok', 'fill', ...repeat('ok', 20)])
    // Workers that start from now on may have little, so that they have soon filled it.
    setFlagsFromString('--max-old-space-size=64')
    try {
      await using local = await localEngine(batch.folder.at('data'), { worker })
      const { runId } = await local.client.runs.start(batch.job({ chunkSize: 8 }))
      const end = await runEnd(local.client, runId)
      expect(end.run).toMatchObject({ state: 'finished', counts: { succeeded: 21, failed: 1 } })
      const { rows } = await local.client.runs.results({ runId, status: 'failed' })
      expect(rows).toMatchObject([{ seq: 2, error: { code: 'WORKER_DIED' } }])
    } finally {
      setFlagsFromString('--max-old-space-size=0')
    }
  })

  it('again and again by one item is not given that item again, and its neighbours succeed', async () => {
    await using batch = await obedientBatch(['ok', 'exit', 'exit 1', 'ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { runId } = await local.client.runs.start(
      batch.job({ retries: 10, retryDelay: 1, crashLimit: 2, chunkSize: 4 }),
    )
    await runEnd(local.client, runId)
    expect(await outcomes(local, runId)).toEqual([
      ['succeeded', null, 1],
      ['failed', 'WORKER_DIED', 2],
      ['succeeded', null, 2],
      ['succeeded', null, 1],
    ])
    expect(batch.tries(1)).toBe(2)
  })
})

describe('a time limit', () => {
  it('ends an item that hangs, from the start of its own try, and its neighbours are done once', async () => {
    await using batch = await obedientBatch([...repeat('ok', 5), 'hang', ...repeat('ok', 20)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { runId } = await local.client.runs.start(batch.job({ timeout: 6_000, chunkSize: 13 }))
    const end = await runEnd(local.client, runId)
    expect(end.run).toMatchObject({ state: 'finished', counts: { succeeded: 25, failed: 1 } })
    const { rows } = await local.client.runs.results({ runId, status: 'failed' })
    expect(rows).toMatchObject([{ seq: 6, error: { code: 'TIMEOUT' } }])
    expect(rows[0]?.error?.message).toContain(batch.paths[5])
    expect(rows[0]?.duration).toBeGreaterThanOrEqual(6_000)
    for (const place of batch.paths.keys()) expect(batch.tries(place)).toBe(1)
  })

  it('can be so many times what items usually take, and a retry has its own', async () => {
    await using batch = await obedientBatch([...repeat('ok', 20), 'hang 1', 'ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { runId } = await local.client.runs.start(
      batch.job({ timeout: { timesMedian: 3 }, retries: 1, retryDelay: 1 }),
    )
    const end = await runEnd(local.client, runId)
    expect(end.run.counts).toMatchObject({ succeeded: 22, failed: 0 })
    expect(await local.client.runs.attempts({ runId, seq: 21 })).toMatchObject([
      { attempt: 1, error: { code: 'TIMEOUT' } },
    ])
  })
})

describe('a stop rule', () => {
  it('drains or cancels at so many failures, says so, and the run can go on', async () => {
    for (const then of ['drain', 'cancel'] as const) {
      await using batch = await obedientBatch([...repeat('throw it', 3), ...repeat('ok', 400)])
      await using local = await localEngine(batch.folder.at('data'), { worker })
      const stopRule = { kind: 'failures', count: 2, then } as const
      const { runId } = await local.client.runs.start(batch.job({ stopRule }))
      const { run } = await runEnd(local.client, runId)
      expect(run.state).toBe(then === 'drain' ? 'stopped' : 'cancelled')
      expect(run.stopReason).toMatchObject({ kind: 'failures' })
      expect(run.counts.failed).toBeGreaterThanOrEqual(2)
      expect(run.counts.remaining).toBeGreaterThan(0)
      await local.client.runs.resume({ runId })
      const end = await runEnd(local.client, runId, 2)
      expect(end.run).toMatchObject({ state: 'finished', counts: { succeeded: 400, failed: 3 } })
    }
  })

  it('is met soon, however quick the items are', async () => {
    await using batch = await obedientBatch(repeat('throw it', 200))
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const stopRule = { kind: 'failures', count: 5, then: 'drain' } as const
    const { runId } = await local.client.runs.start(batch.job({ stopRule, workers: 2, chunkSize: 'auto' }))
    const { run } = await runEnd(local.client, runId)
    expect(run.state).toBe('stopped')
    // The five, and what was in hand by then.
    expect(run.counts.failed).toBeGreaterThanOrEqual(5)
    expect(run.counts.failed).toBeLessThanOrEqual(10)
  })

  it('goes by the share of failures, but not before enough have finished', async () => {
    await using batch = await obedientBatch([...repeat('throw it', 4), ...repeat('ok', 400)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const stopRule = { kind: 'percent', percent: 20, after: 10, then: 'drain' } as const
    const { runId } = await local.client.runs.start(batch.job({ stopRule }))
    const { run } = await runEnd(local.client, runId)
    expect(run).toMatchObject({ state: 'stopped', stopReason: { kind: 'percent', failed: 4, percent: 40 } })
    expect(run.counts.succeeded).toBeGreaterThanOrEqual(6)
  })
})

describe('retrying by hand', () => {
  it('does all failed items again, one cause of them, or a selection, and keeps the earlier tries', async () => {
    const orders = ['ok', 'throw red 17', 'throw red 18', 'throw blue', 'ok']
    await using batch = await obedientBatch(orders)
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    await runEnd(client, runId)
    const { total, causes } = await client.runs.causes({ runId })
    expect(total).toBe(2)
    expect(causes.map(({ count, message }) => [count, message])).toEqual([
      [2, '<file>: red <n>'],
      [1, '<file>: blue'],
    ])
    const positions = (await client.runs.results({ runId })).rows.map(({ seq }) => seq)

    await writeFile(batch.paths[1] ?? '', 'ok')
    const receipt = await client.runs.retry({
      runId,
      which: { kind: 'cause', cause: causes[0]?.cause ?? '' },
    })
    expect(receipt).toMatchObject({ run: { state: 'running' }, kept: 5, left: 2 })
    const second = await runEnd(client, runId, 2)
    expect(second.run).toMatchObject({
      state: 'finished',
      counts: { total: 5, succeeded: 3, failed: 2, remaining: 0, retrying: 0 },
    })
    expect(batch.paths.map((_, place) => batch.tries(place))).toEqual([1, 2, 2, 1, 1])
    expect((await client.runs.results({ runId })).rows.map(({ seq }) => seq)).toEqual(positions)

    await client.runs.retry({ runId, which: { kind: 'failed' } })
    await runEnd(client, runId, 3)
    expect(batch.paths.map((_, place) => batch.tries(place))).toEqual([1, 2, 3, 2, 1])

    await client.runs.retry({ runId, which: { kind: 'items', seqs: [5] } })
    const last = await runEnd(client, runId, 4)
    expect(last.run.counts).toMatchObject({ succeeded: 3, failed: 2 })
    expect(await outcomes(local, runId)).toEqual([
      ['succeeded', null, 1],
      ['succeeded', null, 2],
      ['failed', 'TASK_FAILED', 3],
      ['failed', 'TASK_FAILED', 2],
      ['succeeded', null, 2],
    ])
    expect((await client.runs.attempts({ runId, seq: 3 })).map(({ attempt }) => attempt)).toEqual([1, 2])
    expect((await client.runs.sessions({ runId })).map(({ kind }) => kind)).toEqual([
      'start',
      'retry',
      'retry',
      'retry',
    ])
  })

  it('is refused while the run is at work, and where there is nothing to be tried again', async () => {
    await using batch = await obedientBatch(['hold'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    const which = { kind: 'failed' } as const
    await expect(client.runs.retry({ runId, which })).rejects.toMatchObject({ code: 'RUN_ACTIVE' })
    await batch.letGo()
    await runEnd(client, runId)
    await expect(client.runs.retry({ runId, which })).rejects.toMatchObject({ code: 'NOTHING_TO_DO' })
    await expect(client.runs.retry({ runId: 99, which })).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
  })

  it('looks again at a file that was missing when it was found to be', async () => {
    await using batch = await obedientBatch(['ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const missing = batch.folder.at('late.txt')
    const job = batch.job()
    const { runId } = await client.runs.start({
      ...job,
      inputs: [...job.inputs, { kind: 'path', path: missing }],
    })
    await runEnd(client, runId)
    expect(await outcomes(local, runId)).toEqual([
      ['succeeded', null, 1],
      ['failed', 'NOT_FOUND', 1],
    ])
    await rename(batch.paths[0] ?? '', missing)
    await client.runs.retry({ runId, which: { kind: 'failed' } })
    await runEnd(client, runId, 2)
    expect((await outcomes(local, runId))[1]).toEqual(['succeeded', null, 2])
  })

  it('that is interrupted is gone on with by resuming', async () => {
    await using batch = await obedientBatch(['throw it', 'throw it', 'ok'])
    let runId = 0
    {
      await using local = await localEngine(batch.folder.at('data'), { worker })
      runId = (await local.client.runs.start(batch.job())).runId
      await runEnd(local.client, runId)
      await writeFile(batch.paths[0] ?? '', 'ok')
      await writeFile(batch.paths[1] ?? '', 'hold')
      await local.client.runs.retry({ runId, which: { kind: 'failed' } })
      await untilRun(local.client, runId, ({ run }) => run.counts.retrying === 1)
    }
    await batch.letGo()
    await using again = await localEngine(batch.folder.at('data'), { worker })
    expect((await again.client.runs.get({ runId })).run.counts).toMatchObject({
      succeeded: 2,
      failed: 1,
      retrying: 1,
    })
    await again.client.runs.resume({ runId })
    const end = await runEnd(again.client, runId, 3)
    expect(end.run).toMatchObject({ state: 'finished', counts: { succeeded: 3, failed: 0, retrying: 0 } })
    expect(batch.tries(2)).toBe(1)
  })
})

describe('what an item says', () => {
  it('is kept with each of its tries', async () => {
    await using batch = await obedientBatch(['say one two', 'ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { runId } = await local.client.runs.start(batch.job({ retries: 1, retryDelay: 1 }))
    await runEnd(local.client, runId)
    const first = await local.client.runs.log({ runId, seq: 1, attempt: 1 })
    expect(first).toEqual({ attempt: 1, text: 'one\ntwo\n', truncatedBytes: 0 })
    expect(await local.client.runs.log({ runId, seq: 1 })).toMatchObject({ attempt: 2, text: 'one\ntwo\n' })
    expect(await local.client.runs.log({ runId, seq: 2 })).toBeNull()
  })
})

describe('a file that changes under a run', () => {
  it('fails with its reason where it vanished or may no longer be read, and others are done', async () => {
    await using batch = await obedientBatch(['hold', 'ok', 'ok', 'ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { runId } = await local.client.runs.start(batch.job({ retries: 2 }))
    await untilRun(local.client, runId, ({ run }) => run.enumerated)
    await rm(batch.paths[1] ?? '')
    await rename(batch.paths[2] ?? '', batch.folder.at('elsewhere'))
    await batch.letGo()
    await runEnd(local.client, runId)
    expect(await outcomes(local, runId)).toEqual([
      ['succeeded', null, 1],
      ['failed', 'NOT_FOUND', 1],
      ['failed', 'NOT_FOUND', 1],
      ['succeeded', null, 1],
    ])
  })

  it('fails where it may not be read any more, when permission is taken away midway', async () => {
    await using batch = await obedientBatch(['hold', ...repeat('ok', 3), 'ok'])
    // Tests may run as root, who may read everything: the engine is another user's.
    await chmod(batch.folder.path, 0o777)
    await chmod(batch.folder.at('notes'), 0o777)
    await asOrdinaryUser(async () => {
      await using local = await localEngine(batch.folder.at('data'), { worker })
      const { runId } = await local.client.runs.start(batch.job({ retries: 3 }))
      await untilRun(local.client, runId, ({ run }) => run.enumerated)
      await withoutPermission(batch.paths[2] ?? '', async () => {
        await batch.letGo()
        await runEnd(local.client, runId)
      })
      expect(await outcomes(local, runId)).toEqual([
        ['succeeded', null, 1],
        ['succeeded', null, 1],
        ['failed', 'PERMISSION_DENIED', 1],
        ['succeeded', null, 1],
        ['succeeded', null, 1],
      ])
    })
  })
})

/** Takes everybody's permission to read a file away meanwhile. Only its owner can, who may be root. */
async function withoutPermission(path: string, work: () => Promise<void>): Promise<void> {
  const owner = process.getuid?.() ?? 0
  const self = process.geteuid?.() ?? 0
  const change = async (mode: number): Promise<void> => {
    process.seteuid?.(owner)
    await chmod(path, mode)
    process.seteuid?.(self)
  }
  await change(0)
  await work()
  await change(0o644)
}
