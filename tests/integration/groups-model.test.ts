import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localEngine } from '../support/local-engine.ts'
import { obedientBatch } from '../support/obedient-batch.ts'
import { bringToEnd, carryOut, turns, wish } from './fixtures/wishes.ts'

const worker = new URL('./fixtures/grouped-worker.ts', import.meta.url)

const order = fc.oneof(
  { weight: 20, arbitrary: fc.constant<string>('ok') },
  { weight: 1, arbitrary: fc.constant<string>('bad') },
  { weight: 1, arbitrary: fc.constant<string>('exit') },
)

const plan = fc.record({
  orders: fc.oneof(
    fc.array(fc.constant<string>('ok'), { minLength: 1, maxLength: 80 }),
    fc.array(order, { minLength: 1, maxLength: 80 }),
  ),
  groupSize: fc.integer({ min: 1, max: 30 }),
  whenGroupFails: fc.constantFrom('alone', 'fail'),
  mode: fc.constantFrom('imap' as const, 'imap-unordered' as const),
  workers: fc.integer({ min: 1, max: 3 }),
  wishes: fc.oneof(fc.array(wish, { maxLength: 0 }), fc.array(wish, { maxLength: 6 })),
})

describe('a run whose files go several to a call, whatever its user does to it', () => {
  it('ends with one result for every file, no group is too large, and nothing is done more often than it had to be', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ orders, groupSize, whenGroupFails, mode, workers, wishes }) => {
        await using batch = await obedientBatch(orders)
        const open = () => localEngine(batch.folder.at('data'), { worker })
        let local = await open()
        try {
          const { runId } = await local.client.runs.start({
            ...batch.job({ mode, workers }),
            task: { type: 'command', parameters: { command: 'true {all}', groupSize, whenGroupFails } },
          })
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
          expect(run.counts).toMatchObject({ total: orders.length, remaining: 0, retrying: 0 })
          const note = batch.folder.at('notes', 'calls')
          const lines = existsSync(note) ? readFileSync(note, 'utf8').trim().split('\n') : []
          const calls = lines.map((line) => line.split(' ').map(Number))
          expect(Math.max(0, ...calls.map((call) => call.length))).toBeLessThanOrEqual(groupSize)
          for (const [place, { status, error, seq }] of bySeq.entries()) {
            if (status === 'skipped' || error?.code === 'ENDED_BY_USER') continue
            // One of its calls was with a bad one, or it is bad itself.
            const wasInBadCall = calls.some(
              (call) => call.includes(seq) && call.some((other) => orders[other - 1] !== 'ok'),
            )
            const mayFail = whenGroupFails === 'alone' ? orders[place] !== 'ok' : wasInBadCall
            if (!mayFail) expect(status).toBe('succeeded')
            if (orders[place] !== 'ok') expect(status).toBe('failed')
          }
          const isUndisturbed = wishes.every(({ kind }) => ['pause', 'resume', 'workers'].includes(kind))
          // A worker that ends may take with it that a call before was done.
          const isDoneOnce = isUndisturbed && !orders.includes('exit')
          if (isDoneOnce) {
            const times = rows.map(({ seq }) => calls.filter((call) => call.includes(seq)).length)
            const mostTimes = whenGroupFails === 'alone' ? 2 : 1
            expect(Math.max(...times)).toBeLessThanOrEqual(mostTimes)
            if (orders.every((each) => each === 'ok')) {
              expect(times).toEqual(rows.map(() => 1))
              expect(calls).toHaveLength(Math.ceil(orders.length / groupSize))
            }
          }
          if (isUndisturbed && mode === 'imap') {
            expect(rows.map(({ seq }) => seq)).toEqual(bySeq.map(({ seq }) => seq))
          }
          expect(local.logged).toEqual([])
        } finally {
          await local.engine.close()
        }
      }),
      { numRuns: 15, endOnFailure: true },
    )
  }, 600_000)
})
