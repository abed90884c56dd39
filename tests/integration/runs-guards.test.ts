import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { RoomLimits } from '../../electron/engine/runs/room-guard.ts'
import { localEngine, runEnd, untilRun } from '../support/local-engine.ts'
import { obedientBatch, obedientWorker } from '../support/obedient-batch.ts'

const worker = obedientWorker

function repeat(order: string, count: number): string[] {
  return Array.from({ length: count }, () => order)
}

describe('a volume that vanishes', () => {
  it('parks its items, fails none, goes on with others, and comes back to them', async () => {
    for (const mode of ['imap-unordered', 'imap'] as const) {
      await using batch = await obedientBatch(['hold', ...repeat('ok', 300)])
      await mkdir(batch.folder.at('other'))
      for (let each = 0; each < 20; each += 1) await writeFile(batch.folder.at('other', `${each}.txt`), 'ok')
      await using local = await localEngine(batch.folder.at('data'), { worker, volumeInterval: 50 })
      const { client } = local
      const job = batch.job({ mode, retries: 2, chunkSize: 5 })
      const { runId } = await client.runs.start({
        ...job,
        inputs: [...job.inputs, { kind: 'path', path: batch.folder.at('other') }],
      })
      await untilRun(client, runId, ({ run }) => run.enumerated)
      await rename(batch.folder.at('in'), batch.folder.at('away'))
      await batch.letGo()
      const parked = await untilRun(client, runId, (progress) => {
        const isOtherDone =
          mode === 'imap' ? progress.waiting?.held === 20 : progress.run.counts.succeeded >= 20
        return (
          isOtherDone &&
          progress.parked[0]?.items === 320 - progress.run.counts.succeeded - (mode === 'imap' ? 20 : 0) + 1
        )
      })
      expect(parked.run).toMatchObject({ state: 'running', counts: { failed: 0 } })
      expect(parked.parked).toMatchObject([{ volume: batch.folder.at('in') }])
      await rename(batch.folder.at('away'), batch.folder.at('in'))
      const end = await runEnd(client, runId)
      expect(end.run).toMatchObject({
        state: 'finished',
        counts: { total: 321, succeeded: 321, failed: 0, remaining: 0 },
      })
      expect(end.parked).toEqual([])
      const { rows } = await client.runs.results({ runId, limit: 1_000 })
      if (mode === 'imap') expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, place) => place + 1))
      for (const place of batch.paths.keys()) expect(batch.tries(place)).toBe(1)
    }
  })

  it('can be waited for by a run that is stopped, skipped and resumed meanwhile', async () => {
    await using batch = await obedientBatch(['hold', ...repeat('ok', 30)])
    await using local = await localEngine(batch.folder.at('data'), { worker, volumeInterval: 50 })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    await untilRun(client, runId, ({ run }) => run.enumerated)
    await batch.haveBegun(1)
    await rename(batch.folder.at('in'), batch.folder.at('away'))
    await batch.letGo()
    await untilRun(client, runId, ({ parked }) => parked[0]?.items === 30)
    expect(await client.runs.skipItems({ runId, seqs: [31] })).toEqual({ skipped: 1 })
    const receipt = await client.runs.drain({ runId })
    expect(receipt).toMatchObject({ run: { state: 'stopped', counts: { failed: 0, skipped: 1 } }, left: 29 })
    await client.runs.resume({ runId })
    await untilRun(client, runId, ({ parked }) => parked[0]?.items === 29)
    await rename(batch.folder.at('away'), batch.folder.at('in'))
    const end = await runEnd(client, runId, 2)
    expect(end.run.counts).toMatchObject({ succeeded: 30, skipped: 1, failed: 0 })
  })

  it('is not taken for gone because one of its files is', async () => {
    await using batch = await obedientBatch(['hold', 'ok', 'ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker, volumeInterval: 50 })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    await untilRun(client, runId, ({ run, workers }) => run.enumerated && workers[0]?.item?.seq === 1)
    await rm(batch.paths[1] ?? '')
    await batch.letGo()
    const end = await runEnd(client, runId)
    expect(end.run).toMatchObject({ state: 'finished', counts: { succeeded: 2, failed: 1 } })
  })
})

/** Limits that a test can change under a run. Every machine has this much room, or has not. */
function changeableLimits(): RoomLimits & { disk: RoomLimits['disk']; memory: RoomLimits['memory'] } {
  return { disk: { bytes: 0, share: 0 }, memory: { bytes: 0, share: 0 }, interval: 20 }
}

const tooMuch = { bytes: Infinity, share: 2 }
const nothing = { bytes: 0, share: 0 }

describe('room that runs short', () => {
  it('on the disk or in memory pauses what is at work, says why, and what goes on when there is room', async () => {
    for (const reason of ['disk-low', 'memory-low'] as const) {
      await using batch = await obedientBatch([...repeat('ok', 3), 'hold', ...repeat('ok', 30)])
      const roomLimits = changeableLimits()
      await using local = await localEngine(batch.folder.at('data'), { worker, roomLimits })
      const { client } = local
      const { runId } = await client.runs.start(batch.job())
      await untilRun(client, runId, ({ run }) => run.counts.succeeded === 3)
      await batch.haveBegun(4)
      roomLimits[reason === 'disk-low' ? 'disk' : 'memory'] = tooMuch
      const paused = await untilRun(client, runId, ({ run }) => run.state === 'paused')
      expect(paused.run.pause?.reason).toBe(reason)
      expect(paused.run.pause?.message).toMatch(
        /^Only [\d,]+ MB are free .* by itself when there are [\d,]+ MB/u,
      )
      // A user's word does not make room.
      await client.runs.resume({ runId })
      expect((await client.runs.get({ runId })).run.state).toBe('paused')
      await batch.letGo()
      const held = await untilRun(client, runId, ({ run }) => run.counts.succeeded === 4)
      expect(held.run.state).toBe('paused')
      expect(batch.tries(4)).toBe(0)
      // A run that begins meanwhile is held from its first moment.
      const other = await client.runs.start(batch.job())
      await untilRun(client, other.runId, ({ run }) => run.state === 'paused')
      roomLimits.disk = nothing
      roomLimits.memory = nothing
      for (const each of [runId, other.runId]) {
        expect((await runEnd(client, each)).run).toMatchObject({ state: 'finished', pause: null })
      }
    }
  })

  it('and a pause of the user are two things: both have to end', async () => {
    await using batch = await obedientBatch(['hold', 'ok'])
    const roomLimits = changeableLimits()
    await using local = await localEngine(batch.folder.at('data'), { worker, roomLimits })
    const { client } = local
    const { runId } = await client.runs.start(batch.job())
    roomLimits.disk = tooMuch
    await untilRun(client, runId, ({ run }) => run.pause?.reason === 'disk-low')
    await client.runs.pause({ runId })
    expect((await client.runs.get({ runId })).run.pause?.reason).toBe('user')
    await client.runs.resume({ runId })
    expect((await client.runs.get({ runId })).run.pause?.reason).toBe('disk-low')
    roomLimits.disk = nothing
    await untilRun(client, runId, ({ run }) => run.state === 'running')
    await batch.letGo()
    expect((await runEnd(client, runId)).run.state).toBe('finished')
  })
})
