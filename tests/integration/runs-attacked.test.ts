import { rename } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { localEngine, runEnd, untilRun } from '../support/local-engine.ts'
import { obedientBatch, obedientWorker } from '../support/obedient-batch.ts'

const worker = obedientWorker

describe('an item that was tried and then waited for its volume', () => {
  it('goes on counting its tries where it left off, in the same session', async () => {
    await using batch = await obedientBatch(['flaky 2', 'hold'])
    await using local = await localEngine(batch.folder.at('data'), { worker, volumeInterval: 50 })
    const { client } = local
    const { runId } = await client.runs.start(batch.job({ retries: 3, retryDelay: 300 }))
    // The only worker is busy with the second one: the first has failed once, and waits to be tried again.
    await batch.haveBegun(2)
    await rename(batch.folder.at('in'), batch.folder.at('away'))
    await batch.letGo()
    await untilRun(client, runId, ({ parked }) => parked[0]?.items === 1)
    await rename(batch.folder.at('away'), batch.folder.at('in'))
    const end = await runEnd(client, runId)
    expect(end.run).toMatchObject({ state: 'finished', error: null, counts: { succeeded: 2, failed: 0 } })
    expect(batch.tries(0)).toBe(3)
    const attempts = await client.runs.attempts({ runId, seq: 1 })
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2])
    expect((await client.runs.item({ runId, seq: 1 })).result).toMatchObject({ attempt: 3 })
    expect(local.logged).toEqual([])
  })
})

describe('the end of a run', () => {
  it('is written down though the database was locked when the last sample was', async () => {
    await using batch = await obedientBatch(['hold', 'ok'])
    await using local = await localEngine(batch.folder.at('data'), { worker, volumeInterval: 50 })
    const { client, engine } = local
    const { runId } = await client.runs.start(batch.job())
    await untilRun(client, runId, ({ run }) => run.enumerated)
    await batch.haveBegun(1)
    await rename(batch.folder.at('in'), batch.folder.at('away'))
    await batch.letGo()
    // Nothing is left to be written but the end.
    await untilRun(client, runId, ({ run, parked }) => run.counts.succeeded === 1 && parked[0]?.items === 1)
    const other = new Database(batch.folder.at('data', 'batchyard.db'))
    other.exec('BEGIN IMMEDIATE')
    const draining = client.runs.drain({ runId })
    // What is asked of the database is done one after the other: when the second of these has been given up,
    // the last sample, which came before it, has been too.
    for (let each = 0; each < 2; each += 1) {
      await expect(engine.store.changeSettings({ queueWidth: 2 })).rejects.toMatchObject({
        code: 'DATABASE_BUSY',
      })
    }
    other.exec('ROLLBACK')
    other.close()
    expect((await draining).run.state).toBe('stopped')
    expect((await engine.store.getRun(runId))?.state).toBe('stopped')
  })
})
