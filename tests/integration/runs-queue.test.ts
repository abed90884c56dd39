import { describe, expect, it } from 'vitest'
import type { RunProgress } from '../../shared/model/run.ts'
import { localEngine, runEnd, untilRun } from '../support/local-engine.ts'
import { obedientBatch, obedientWorker } from '../support/obedient-batch.ts'

const worker = obedientWorker

/** Whether a worker of the run has an item in hand. */
function hasItem({ workers }: RunProgress): boolean {
  return workers.some(({ item }) => item !== null)
}

describe('the queue', () => {
  it('begins one run after the other, in its order, which can be changed', async () => {
    await using batch = await obedientBatch(['hold'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const job = { ...batch.job(), queue: true }
    const ids: number[] = []
    for (let each = 0; each < 4; each += 1) ids.push((await client.runs.start(job)).runId)
    const [first = 0, second = 0, third = 0, fourth = 0] = ids
    await untilRun(client, first, ({ run }) => run.state === 'running')
    expect((await client.runs.queue()).map(({ id }) => id)).toEqual([second, third, fourth])
    expect((await client.runs.get({ runId: second })).run).toMatchObject({ state: 'queued', sessions: 0 })
    await client.runs.reorderQueue({ runIds: [fourth] })
    const receipt = await client.runs.cancel({ runId: third })
    expect(receipt.run).toMatchObject({ state: 'cancelled', counts: { total: 0 } })
    await batch.letGo()
    const ends = await Promise.all([first, fourth, second].map((runId) => runEnd(client, runId, 1)))
    expect(ends.map(({ run }) => run.state)).toEqual(['finished', 'finished', 'finished'])
    const [one, two, three] = ends.map(({ run }) => Date.parse(run.startedAt))
    expect(one).toBeLessThanOrEqual(two ?? 0)
    expect(two).toBeLessThanOrEqual(three ?? 0)
    for (const [place, { run }] of ends.slice(1).entries()) {
      expect(Date.parse(run.startedAt)).toBeGreaterThanOrEqual(Date.parse(ends[place]?.run.finishedAt ?? ''))
    }
    expect(local.logged).toEqual([])
  })

  it('does not hold up what is started at once, and one that waits can be begun at once', async () => {
    await using batch = await obedientBatch(['hold'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const first = await client.runs.start(batch.job())
    const waiting = await client.runs.start({ ...batch.job(), queue: true })
    const second = await client.runs.start(batch.job())
    for (const { runId } of [first, second]) await untilRun(client, runId, hasItem)
    expect((await client.runs.queue()).map(({ id }) => id)).toEqual([waiting.runId])
    expect((await client.runs.resume({ runId: waiting.runId })).run.state).toBe('running')
    await batch.letGo()
    for (const { runId } of [first, second, waiting]) {
      expect((await runEnd(client, runId, 1)).run).toMatchObject({ state: 'finished', sessions: 1 })
    }
  })

  it('goes on behind a run that its user has paused, which then goes on beside the others', async () => {
    await using batch = await obedientBatch(['hold'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const first = await client.runs.start({ ...batch.job(), queue: true })
    const second = await client.runs.start({ ...batch.job(), queue: true })
    await untilRun(client, first.runId, hasItem)
    expect((await client.runs.queue()).map(({ id }) => id)).toEqual([second.runId])
    await client.runs.pause({ runId: first.runId })
    await untilRun(client, second.runId, hasItem)
    await client.runs.resume({ runId: first.runId })
    await batch.letGo()
    for (const { runId } of [first, second]) {
      expect((await runEnd(client, runId, 1)).run).toMatchObject({ state: 'finished', sessions: 1 })
    }
  })

  it('begins runs side by side where the settings say so, with workers by their shares', async () => {
    await using batch = await obedientBatch(Array.from({ length: 20 }, () => 'hold'))
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    await client.settings.set({ queueWidth: 2 })
    const light = await client.runs.start({ ...batch.job({ workers: 4, share: 1 }), queue: true })
    const heavy = await client.runs.start({ ...batch.job({ workers: 4, share: 3 }), queue: true })
    const third = await client.runs.start({ ...batch.job({ workers: 4 }), queue: true })
    await untilRun(client, heavy.runId, ({ run }) => run.execution.workers === 3)
    await untilRun(client, light.runId, ({ run }) => run.execution.workers === 1)
    expect((await client.runs.queue()).map(({ id }) => id)).toEqual([third.runId])
    await client.runs.cancel({ runId: heavy.runId })
    await untilRun(client, third.runId, ({ run }) => run.execution.workers === 2)
    await batch.letGo()
    for (const { runId } of [light, third]) {
      expect((await runEnd(client, runId, 1)).run.counts.succeeded).toBe(20)
    }
  })

  it('waits for the moment that was named', async () => {
    await using batch = await obedientBatch(['ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const notBefore = new Date(Date.now() + 1_500).toISOString()
    const far = new Date(Date.now() + 3_600_000).toISOString()
    const never = await client.runs.start({ ...batch.job(), notBefore: far })
    const soon = await client.runs.start({ ...batch.job(), notBefore })
    const end = await runEnd(client, soon.runId, 1)
    expect(end.run.state).toBe('finished')
    expect(Date.parse(end.run.startedAt)).toBeGreaterThanOrEqual(Date.parse(notBefore))
    expect((await client.runs.get({ runId: never.runId })).run).toMatchObject({
      ...{ state: 'queued', notBefore: far },
    })
  })

  it('outlives its engine, and is taken up by one that stays, not by one that passes', async () => {
    await using batch = await obedientBatch(['hold'])
    let runId = 0
    {
      await using local = await localEngine(batch.folder.at('data'), { worker })
      await local.client.runs.start(batch.job())
      runId = (await local.client.runs.start({ ...batch.job(), queue: true })).runId
    }
    await batch.letGo()
    {
      await using passing = await localEngine(batch.folder.at('data'), { worker })
      const { runId: other } = await passing.client.runs.start({ ...batch.job(), queue: true })
      await runEnd(passing.client, other, 1)
      expect((await passing.client.runs.get({ runId })).run.state).toBe('queued')
    }
    await using staying = await localEngine(batch.folder.at('data'), { worker, attendsQueue: true })
    expect((await runEnd(staying.client, runId, 1)).run.state).toBe('finished')
  })
})

describe('a run that another engine over the same data has at work', () => {
  it('can be paused, changed, drained and cancelled from here', async () => {
    await using batch = await obedientBatch(Array.from({ length: 12 }, () => 'hold'))
    await using owner = await localEngine(batch.folder.at('data'), { worker })
    await using asker = await localEngine(batch.folder.at('data'), { worker })
    const { runId } = await owner.client.runs.start(batch.job())
    await untilRun(owner.client, runId, (progress) => progress.run.enumerated && hasItem(progress))
    const { client } = asker
    expect((await client.runs.pause({ runId })).run.state).toBe('paused')
    expect((await client.runs.get({ runId })).run).toMatchObject({
      state: 'paused',
      pause: { reason: 'user' },
    })
    expect(await client.runs.skipItems({ runId, seqs: [12, 99] })).toEqual({ skipped: 1 })
    expect(await client.runs.moveToFront({ runId, seqs: [11] })).toEqual({ moved: 1 })
    expect(await client.runs.setWorkers({ runId, workers: 2 })).toEqual({ workers: 2 })
    expect((await client.runs.resume({ runId })).run.state).toBe('running')
    await untilRun(
      owner.client,
      runId,
      ({ workers }) => workers.filter(({ item }) => item !== null).length === 2,
    )
    await expect(client.runs.endItem({ runId, seq: 9 })).rejects.toMatchObject({ code: 'ITEM_NOT_RUNNING' })
    expect(await client.runs.endItem({ runId, seq: 1 })).toEqual({ ended: true })
    await expect(client.runs.retry({ runId, which: { kind: 'failed' } })).rejects.toMatchObject({
      code: 'RUN_ELSEWHERE',
    })
    const draining = client.runs.drain({ runId })
    await untilRun(owner.client, runId, ({ draining: isDraining }) => isDraining)
    await batch.letGo()
    const receipt = await draining
    expect(receipt.run).toMatchObject({ state: 'stopped', counts: { total: 12, failed: 1, skipped: 1 } })
    // What has ended belongs to nobody: the other engine goes on with it.
    await client.runs.resume({ runId })
    expect((await runEnd(client, runId, 2)).run).toMatchObject({
      state: 'finished',
      counts: { succeeded: 10 },
    })
    expect(asker.logged).toEqual([])
    expect(owner.logged).toEqual([])
  })
})
