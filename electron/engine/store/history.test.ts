import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failureCauseSchema } from '../../../shared/model/cause.ts'
import {
  batchOf,
  exampleItems,
  exampleRun,
  failed,
  runEnd,
  succeeded,
  temporaryStore,
} from './fixtures/example-run.ts'
import { mostSamples } from './throughput-writer.ts'

describe('failures', () => {
  it('are grouped by what they have in common, the most frequent first', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(412))
    const rows = Array.from({ length: 412 }, (_, index) => index + 1).map((seq) => {
      if (seq % 4 === 0) return failed(seq, `/photos/${seq}.jpg: Sector ${seq * 8} cannot be read.`)
      if (seq % 41 === 0) return failed(seq, `The server refused "${seq}".`)
      return seq === 7 ? failed(seq, 'Out of luck.') : succeeded(seq, [])
    })
    await store.commitResults(runId, batchOf(rows))
    const { total, causes } = await store.causes(runId, 2)
    expect(total).toBe(3)
    expect(causes).toEqual(causes.map((cause) => failureCauseSchema.parse(cause)))
    expect(causes).toMatchObject([
      {
        ...{
          code: 'NOT_FOUND',
          message: '<file>: Sector <n> cannot be read.',
          count: 103,
          worthRetrying: false,
        },
        example: { seq: 4, path: '/photos/4.jpg', message: '/photos/4.jpg: Sector 32 cannot be read.' },
      },
      { message: 'The server refused <text>.', count: 8 },
    ])
    expect(await store.causes(99, 10)).toEqual({ total: 0, causes: [] })
  })
})

describe('the log of an item', () => {
  it('is the one of its last attempt, or of the one that is asked for', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(3))
    const log = (seq: number, attempt: number, text: string) => ({ seq, attempt, text, truncatedBytes: 0 })
    await store.commitResults(runId, {
      results: [{ ...succeeded(1, []), attempt: 2 }],
      attempts: [],
      logs: [log(1, 1, 'first'), { ...log(1, 2, 'second\0\u202E'), truncatedBytes: 5 }, log(2, 1, 'other')],
    })
    expect(await store.log(runId, 1, null)).toEqual({ attempt: 2, text: 'second\0\u202E', truncatedBytes: 5 })
    expect(await store.log(runId, 1, 1)).toEqual({ attempt: 1, text: 'first', truncatedBytes: 0 })
    expect(await store.log(runId, 1, 3)).toBeNull()
    expect(await store.log(runId, 3, null)).toBeNull()
  })

  it('is not kept without its results: all of a batch or nothing', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(1))
    const logs = [{ seq: 9, attempt: 1, text: 'of no item', truncatedBytes: 0 }]
    const batch = { results: [succeeded(1, [])], attempts: [], logs }
    await expect(store.commitResults(runId, batch)).rejects.toMatchObject({ code: 'INTERNAL' })
    expect(await store.getRun(runId)).toMatchObject({ counts: { succeeded: 0, remaining: 1 } })
  })
})

describe('an item', () => {
  it('is told with its result, or without one', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(2))
    await store.commitResults(runId, batchOf([failed(2)]))
    expect(await store.item(runId, 1)).toEqual({
      ...{
        seq: 1,
        path: '/photos/1.jpg',
        size: 10,
        modifiedAt: 1_700_000_000_000.5,
        problem: null,
        result: null,
      },
    })
    expect(await store.item(runId, 2)).toMatchObject({ seq: 2, result: { position: 1, status: 'failed' } })
    expect(await store.item(runId, 3)).toBeNull()
  })

  it('tells its tries and crashes of earlier sessions', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(3))
    const died = { code: 'WORKER_DIED', message: 'The worker ended.' }
    const attempt = (seq: number, number: number, error = died) => ({
      ...{ seq, path: `/photos/${seq}.jpg`, attempt: number, startedAt: 1, duration: 1, worker: 1, error },
    })
    await store.commitResults(runId, {
      results: [{ ...failed(1), attempt: 3, outcome: { status: 'failed', error: died } }],
      attempts: [attempt(1, 1), attempt(1, 2, { code: 'TIMEOUT', message: 'Too long.' }), attempt(2, 1)],
      logs: [],
    })
    await store.finishRun(runId, runEnd({ state: 'interrupted' }))
    await store.startSession(runId, 'retry', Date.now(), { kind: 'failed' })
    const items = await store.unfinishedItems(runId, 0, 3)
    expect(items.map(({ seq, attempts, crashes, hasResult }) => [seq, attempts, crashes, hasResult])).toEqual(
      [
        [1, 3, 2, true],
        [2, 1, 1, false],
        [3, 0, 0, false],
      ],
    )
  })
})

describe('throughput', () => {
  it('is thinned without losing its beginning, its end or its order, however long the run', async () => {
    const store = await temporaryStore()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2_000 }), async (count) => {
        const runId = await store.createRun(exampleRun())
        for (let index = 1; index <= count; index += 1) {
          void store.addThroughput(runId, { at: index * 1_000, items: index * 3, bytes: index })
        }
        const last = { at: (count + 1) * 1_000, items: (count + 1) * 3, bytes: count + 1 }
        await store.addThroughput(runId, last)
        const samples = await store.throughput(runId)
        expect(samples.length).toBeLessThanOrEqual(mostSamples)
        expect(samples.length).toBeGreaterThanOrEqual(Math.min(count + 1, mostSamples / 2))
        expect(samples[0]).toEqual({ at: 1_000, items: 3, bytes: 1 })
        expect(samples.at(-1)).toEqual(last)
        expect(samples.every((sample) => sample.items * 1_000 === sample.at * 3)).toBe(true)
        expect(samples.map((sample) => sample.at)).toEqual(
          samples.map((sample) => sample.at).toSorted((first, second) => first - second),
        )
      }),
      { numRuns: 6 },
    )
  })
})
