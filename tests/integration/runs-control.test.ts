import { utimes, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { RunProgress } from '../../shared/model/run.ts'
import { localEngine, runEnd, untilRun } from '../support/local-engine.ts'
import { obedientBatch, obedientWorker } from '../support/obedient-batch.ts'

const worker = obedientWorker

function repeat(order: string, count: number): string[] {
  return Array.from({ length: count }, () => order)
}

/** The places in the input of the items that workers have in hand. */
function inHand({ workers }: RunProgress): number[] {
  return workers.flatMap(({ item }) => (item === null ? [] : [item.seq]))
}

describe('while a run is on', () => {
  it('items that have not begun can be left out, those in the pool and those far away', async () => {
    await using batch = await obedientBatch(['hold', ...repeat('ok', 1_499)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    await untilRun(client, runId, (progress) => progress.run.enumerated && inHand(progress).length === 1)
    // The first is being worked on, and the last two do not exist.
    const { skipped } = await client.runs.skipItems({ runId, seqs: [1, 2, 3, 700, 1_500, 1_501, 9_999] })
    expect(skipped).toBe(4)
    await batch.letGo()
    const end = await runEnd(client, runId)
    expect(end.run).toMatchObject({
      state: 'finished',
      counts: { total: 1_500, succeeded: 1_496, skipped: 4, remaining: 0 },
    })
    expect([0, 1, 2, 699, 1_499].map((place) => batch.tries(place))).toEqual([1, 0, 0, 0, 0])
    const rows = await client.runs.results({ runId, status: 'skipped' })
    expect(rows.rows.map(({ seq, attempt, error }) => [seq, attempt, error]).toSorted()).toEqual(
      [1_500, 2, 3, 700].map((seq) => [seq, 0, null]),
    )
  })

  it('items can be left out of an ordered, paused run, and its order is kept', async () => {
    await using batch = await obedientBatch(['hold', ...repeat('ok', 20)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job({ mode: 'imap' }))
    await untilRun(client, runId, (progress) => progress.run.enumerated && inHand(progress).length === 1)
    await client.runs.pause({ runId })
    expect(await client.runs.skipItems({ runId, seqs: [20, 3] })).toEqual({ skipped: 2 })
    await client.runs.resume({ runId })
    await batch.letGo()
    const end = await runEnd(client, runId)
    expect(end.run.counts).toMatchObject({ succeeded: 19, skipped: 2 })
    const { rows } = await client.runs.results({ runId })
    expect(rows.map(({ seq }) => seq)).toEqual(batch.paths.map((_, place) => place + 1))
  })

  it('items can be done next, in the order given, from wherever they are', async () => {
    await using batch = await obedientBatch(['hold', ...repeat('ok', 1_499)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    await untilRun(client, runId, (progress) => progress.run.enumerated && inHand(progress).length === 1)
    expect(await client.runs.moveToFront({ runId, seqs: [1_400, 50, 1_300, 1] })).toEqual({ moved: 3 })
    await batch.letGo()
    await runEnd(client, runId)
    const { rows } = await client.runs.results({ runId, limit: 30 })
    const places = [1_400, 50, 1_300].map((seq) => rows.findIndex((row) => row.seq === seq))
    // At most what the one worker had taken in hand already came before them.
    expect(places.every((place) => place >= 0)).toBe(true)
    expect(places[0]).toBeLessThan(places[2] ?? 0)
    const end = await client.runs.get({ runId })
    expect(end.run.counts).toMatchObject({ succeeded: 1_500, remaining: 0 })
    expect(batch.tries(1_399)).toBe(1)
  })

  it('one item that is stuck can be ended, and nothing else is', async () => {
    await using batch = await obedientBatch(['hang', 'ok', 'ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job({ workers: 1, chunkSize: 3, retries: 5 }))
    await batch.haveBegun(1)
    await expect(client.runs.endItem({ runId, seq: 2 })).rejects.toMatchObject({ code: 'ITEM_NOT_RUNNING' })
    expect(await client.runs.endItem({ runId, seq: 1 })).toEqual({ ended: true })
    const end = await runEnd(client, runId)
    expect(end.run.counts).toMatchObject({ succeeded: 2, failed: 1 })
    const { rows } = await client.runs.results({ runId, status: 'failed' })
    expect(rows).toMatchObject([{ seq: 1, attempt: 1, error: { code: 'ENDED_BY_USER' } }])
    expect(batch.paths.map((_, place) => batch.tries(place))).toEqual([1, 1, 1])
  })

  it('more workers join at once, and fewer leave when they have finished', async () => {
    await using batch = await obedientBatch(repeat('hold', 12))
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job({ workers: 1 }))
    await untilRun(client, runId, (progress) => inHand(progress).length === 1)
    expect(await client.runs.setWorkers({ runId, workers: 4 })).toEqual({ workers: 4 })
    const four = await untilRun(client, runId, (progress) => inHand(progress).length === 4)
    expect(four.run.execution.workers).toBe(4)
    await client.runs.setWorkers({ runId, workers: 2 })
    for (const seq of inHand(four)) await batch.letGo(seq - 1)
    const two = await untilRun(
      client,
      runId,
      (progress) => progress.run.counts.succeeded === 4 && inHand(progress).length > 0,
    )
    expect(inHand(two).length).toBeLessThanOrEqual(2)
    await batch.letGo()
    const end = await runEnd(client, runId)
    expect(end.run.counts).toMatchObject({ succeeded: 12 })
  })

  it('in input order it is told what waits for what', async () => {
    await using batch = await obedientBatch(['ok', 'hold', ...repeat('ok', 200)])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job({ mode: 'imap', workers: 2, chunkSize: 'auto' }))
    const blocked = await untilRun(
      client,
      runId,
      ({ waiting, run }) => waiting?.held === 200 && run.counts.succeeded === 1,
    )
    expect(blocked.waiting).toEqual({ seq: 2, path: batch.paths[1], held: 200 })
    await batch.letGo()
    const end = await runEnd(client, runId)
    expect(end.run.counts.succeeded).toBe(202)
    expect(end.waiting).toBeNull()
  })

  it('its throughput is written down', async () => {
    await using batch = await obedientBatch(['ok', 'ok', 'hold'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    await untilRun(client, runId, ({ run }) => run.counts.succeeded === 2)
    await batch.letGo()
    await runEnd(client, runId)
    const samples = await client.runs.throughput({ runId })
    expect(samples.length).toBeGreaterThan(0)
    expect(samples.at(-1)).toMatchObject({ items: 3 })
    for (const [place, sample] of samples.slice(1).entries()) {
      expect(sample.at).toBeGreaterThan(samples[place]?.at ?? 0)
      expect(sample.items).toBeGreaterThanOrEqual(samples[place]?.items ?? 0)
    }
  })
})

describe('an item that was done before', () => {
  it('is not done again where that is asked for, unless it has changed', async () => {
    await using batch = await obedientBatch(repeat('ok', 6))
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const first = await client.runs.start(batch.job())
    await runEnd(client, first.runId)
    await writeFile(batch.paths[2] ?? '', 'ok again')
    await writeFile(batch.folder.at('in', '99999.txt'), 'ok')
    for (const mode of ['imap', 'imap-unordered'] as const) {
      const { runId } = await client.runs.start(batch.job({ skipDone: true, mode }))
      const end = await runEnd(client, runId)
      expect(end.run).toMatchObject({ state: 'finished', counts: { total: 7, remaining: 0, failed: 0 } })
      expect(end.run.counts.alreadyDone).toBe(mode === 'imap' ? 5 : 7)
    }
    expect(batch.paths.map((_, place) => batch.tries(place))).toEqual([1, 1, 2, 1, 1, 1])
  })

  it('is done again where its file was another when it was worked on, though it was put back since', async () => {
    await using batch = await obedientBatch(['hold', 'usual', 'usual'])
    await using local = await localEngine(batch.folder.at('data'), { worker })
    const { client } = local
    const changed = batch.paths[1] ?? ''
    const then = new Date('2026-01-01T00:00:00Z')
    await utimes(changed, then, then)
    const { runId } = await client.runs.start(batch.job())
    // All are found, and the second is not begun before the first has ended.
    await untilRun(client, runId, ({ run, workers }) => run.enumerated && workers[0]?.item?.seq === 1)
    await writeFile(changed, 'usual, for a moment')
    await batch.letGo()
    await runEnd(client, runId)
    await writeFile(changed, 'usual')
    await utimes(changed, then, then)
    for (const alreadyDone of [2, 3]) {
      const again = await client.runs.start(batch.job({ skipDone: true }))
      const end = await runEnd(client, again.runId)
      expect(end.run).toMatchObject({ state: 'finished', counts: { total: 3, alreadyDone } })
    }
  })
})
