import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localEngine } from '../support/local-engine.ts'
import { obedientBatch, obedientWorker } from '../support/obedient-batch.ts'
import { bringToEnd, carryOut, turns, wish } from './fixtures/wishes.ts'

const order = fc.oneof(
  { weight: 12, arbitrary: fc.constant('ok') },
  { weight: 2, arbitrary: fc.constant('throw it') },
  { weight: 2, arbitrary: fc.constant('flaky 1') },
  { weight: 1, arbitrary: fc.constant('exit') },
  { weight: 1, arbitrary: fc.constant('exit 1') },
)

const plan = fc.record({
  orders: fc.array(order, { minLength: 20, maxLength: 80 }),
  mode: fc.constantFrom('imap' as const, 'imap-unordered' as const),
  chunkSize: fc.constantFrom('auto' as const, 1, 7),
  workers: fc.integer({ min: 1, max: 3 }),
  wishes: fc.array(wish, { maxLength: 8 }),
})

describe('a run, whatever its user does to it', () => {
  it('ends with one result for every item, in order, each begun no more often than it had to be', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ orders, mode, chunkSize, workers, wishes }) => {
        await using batch = await obedientBatch(orders)
        const open = () => localEngine(batch.folder.at('data'), { worker: obedientWorker })
        let local = await open()
        try {
          const execution = { mode, chunkSize, workers, retries: 2, retryDelay: 1, crashLimit: 2 }
          const { runId } = await local.client.runs.start(batch.job(execution))
          for (const each of wishes) {
            await turns(each.after)
            if (each.kind === 'restart') {
              await local.engine.close()
              local = await open()
            } else {
              await carryOut(local, runId, each)
            }
          }
          await bringToEnd(local, runId)
          const { run } = await local.client.runs.get({ runId })
          const { rows } = await local.client.runs.results({ runId, limit: 1_000 })
          const bySeq = rows.toSorted((first, second) => first.seq - second.seq)
          expect(bySeq.map(({ seq, path }) => [seq, path])).toEqual(
            batch.paths.map((path, place) => [place + 1, path]),
          )
          expect(rows.map(({ position }) => position)).toEqual(rows.map((_, place) => place + 1))
          const countOf = (status: string): number => rows.filter((row) => row.status === status).length
          expect(run.counts).toEqual({
            total: orders.length,
            succeeded: countOf('succeeded'),
            failed: countOf('failed'),
            skipped: countOf('skipped'),
            alreadyDone: 0,
            remaining: 0,
            retrying: 0,
          })
          const mayLeaveOut = wishes.some(({ kind }) => kind === 'skip')
          const mayEndItems = wishes.some(({ kind }) => kind === 'end item')
          const mayBeginTwice = wishes.some(({ kind }) => kind === 'cancel' || kind === 'restart')
          for (const [place, { status, error, attempt }] of bySeq.entries()) {
            const said = orders[place]
            if (status === 'skipped') {
              expect(mayLeaveOut).toBe(true)
              continue
            }
            if (error?.code === 'ENDED_BY_USER') {
              expect(mayEndItems).toBe(true)
              continue
            }
            const tries = batch.tries(place)
            if (!mayBeginTwice) expect(tries).toBe(attempt)
            if (said === 'ok') expect([status, attempt]).toEqual(['succeeded', 1])
            if (said === 'throw it') expect([status, error?.code]).toEqual(['failed', 'TASK_FAILED'])
            if (said === 'exit') expect([status, error?.code]).toEqual(['failed', 'WORKER_DIED'])
            if (said === 'flaky 1' || said === 'exit 1') expect(status).toBe('succeeded')
          }
          const isUndisturbed = wishes.every(
            ({ kind }) => kind === 'workers' || kind === 'front' || kind === 'skip',
          )
          if (mode === 'imap' && isUndisturbed) {
            expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, place) => place + 1))
          }
          expect(local.logged).toEqual([])
        } finally {
          await local.engine.close()
        }
      }),
      { numRuns: 12, endOnFailure: true },
    )
  }, 600_000)
})
