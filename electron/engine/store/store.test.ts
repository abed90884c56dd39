import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { causeOf } from '../../../shared/model/cause.ts'
import { chosenExecutionSchema, type InputSource } from '../../../shared/model/job.ts'
import { nothingLeftOut, runSummarySchema } from '../../../shared/model/run.ts'
import { resultRowSchema } from '../../../shared/model/result.ts'
import { fromPathBytes } from '../path-bytes.ts'
import {
  commitExample,
  exampleItem,
  exampleItems,
  exampleRun,
  batchOf,
  failed,
  runEnd,
  skipped,
  succeeded,
  temporaryStore,
} from './fixtures/example-run.ts'

const ended = runEnd()

describe('runs', () => {
  it('gives a new run back as the contract wants it', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    const run = await store.getRun(runId)
    expect(run).toEqual(runSummarySchema.parse(run))
    expect(run).toEqual({
      id: 1,
      name: 'Checksums',
      state: 'running',
      task: { type: 'checksum', parameters: { algorithm: 'sha256' } },
      execution: chosenExecutionSchema.parse({ workers: 2 }),
      inputs: [{ kind: 'path', path: '/photos' }],
      inputCount: 1,
      startedAt: '2026-11-22T08:00:00.000Z',
      finishedAt: null,
      enumerated: false,
      counts: {
        ...{ total: 0, succeeded: 0, failed: 0, alreadyDone: 0, skipped: 0 },
        ...{ remaining: 0, retrying: 0 },
      },
      bytesTotal: 0,
      bytesDone: 0,
      leftOut: nothingLeftOut,
      error: null,
      pause: null,
      stopReason: null,
      notBefore: null,
      sessions: 1,
      timeSpent: 0,
    })
  })

  it('counts what is found and what is done', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(3))
    await store.addItems(runId, [
      { path: '/denied', size: null, modifiedAt: null, rootLength: 0, problem: null },
    ])
    await store.finishEnumeration(runId, { leftOut: { ...nothingLeftOut, duplicates: 2, links: 5 } })
    const counts = await store.commitResults(
      runId,
      batchOf([succeeded(2, ['a']), { ...failed(4), bytes: 0 }]),
    )
    expect(counts).toEqual({
      ...{ succeeded: 1, failed: 1, alreadyDone: 0, skipped: 0 },
      ...{ retrying: 0, bytesDone: 10 },
    })
    expect(await store.getRun(runId)).toMatchObject({
      enumerated: true,
      counts: { total: 4, succeeded: 1, failed: 1, remaining: 2 },
      bytesTotal: 30,
      bytesDone: 10,
      leftOut: { duplicates: 2, links: 5 },
    })
  })

  it('says why a run failed', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    const error = { code: 'NO_INPUT', message: 'No file matched.' }
    await store.finishRun(runId, runEnd({ state: 'failed', error }))
    expect(await store.getRun(runId)).toMatchObject({
      state: 'failed',
      finishedAt: '2026-11-22T09:00:00.000Z',
      error,
    })
  })

  it('shows the first hundred inputs and counts them all', async () => {
    const store = await temporaryStore()
    const inputs = Array.from({ length: 250 }, (_, index): InputSource => ({
      kind: 'path',
      path: `/in/${index}\uDCFF`,
    }))
    const runId = await store.createRun(exampleRun({ inputs }))
    const run = await store.getRun(runId)
    expect(run?.inputs).toEqual(inputs.slice(0, 100))
    expect(run?.inputCount).toBe(250)
  })

  it('lists the newest first, page by page', async () => {
    const store = await temporaryStore()
    for (let count = 0; count < 5; count += 1) await store.createRun(exampleRun())
    expect((await store.listRuns({ limit: 2 })).map((run) => run.id)).toEqual([5, 4])
    expect((await store.listRuns({ limit: 2, before: 4 })).map((run) => run.id)).toEqual([3, 2])
    expect((await store.listRuns({ limit: 9, before: 2 })).map((run) => run.id)).toEqual([1])
    expect(await store.listRuns({ limit: 9, before: 1 })).toEqual([])
  })

  it('knows nothing of a run that is not there', async () => {
    const store = await temporaryStore()
    const notFound = { code: 'RUN_NOT_FOUND', message: 'There is no run 7.' }
    expect(await store.getRun(7)).toBeNull()
    expect(await store.runOwner(7)).toBe('nobody')
    expect(await store.exportRows(7, 0, 10)).toEqual([])
    await expect(store.resultPage(7, { offset: 0, limit: 10 })).rejects.toMatchObject(notFound)
    await expect(store.addItems(7, exampleItems(1))).rejects.toMatchObject(notFound)
    await expect(store.finishRun(7, ended)).rejects.toMatchObject(notFound)
    await expect(store.claimPaths(7, ['/a'])).rejects.toMatchObject(notFound)
  })

  it('lets nothing change once a run has ended', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(2))
    await store.finishRun(runId, runEnd({ state: 'cancelled' }))
    const notActive = { code: 'RUN_NOT_ACTIVE' }
    await expect(commitExample(store, runId, 1)).rejects.toMatchObject(notActive)
    await expect(store.addItems(runId, exampleItems(1))).rejects.toMatchObject(notActive)
    await expect(store.finishRun(runId, ended)).rejects.toMatchObject(notActive)
    await expect(
      store.finishEnumeration(runId, { leftOut: { ...nothingLeftOut, duplicates: 0, links: 0 } }),
    ).rejects.toMatchObject(notActive)
    expect(await store.getRun(runId)).toMatchObject({
      state: 'cancelled',
      counts: { total: 2, remaining: 2 },
    })
    expect(await store.runOwner(runId)).toBe('nobody')
  })
})

describe('items', () => {
  it('come back in input order, without those that have a result', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(4))
    await store.addItems(runId, exampleItems(3))
    await store.commitResults(runId, batchOf([succeeded(5, []), failed(2)]))
    const seqs = async (after: number, limit: number) =>
      (await store.pendingItems(runId, after, limit)).map((item) => item.seq)
    expect(await seqs(0, 100)).toEqual([1, 3, 4, 6, 7])
    expect(await seqs(0, 2)).toEqual([1, 3])
    expect(await seqs(3, 2)).toEqual([4, 6])
    expect(await seqs(7, 2)).toEqual([])
    const within = await store.unfinishedItems(runId, 1, 5)
    expect(within.map((item) => item.seq)).toEqual([3, 4])
  })

  it('keep path, size, time and problem exactly', async () => {
    const store = await temporaryStore()
    const anyItem = fc.record({
      path: fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 60 }).map(fromPathBytes),
        fc.string({ unit: 'binary', minLength: 1 }),
      ),
      size: fc.option(fc.maxSafeNat()),
      modifiedAt: fc.option(fc.double({ noNaN: true, min: -1e15, max: 1e15 })),
      rootLength: fc.nat(),
      problem: fc.option(fc.record({ code: fc.string(), message: fc.string({ unit: 'grapheme' }) })),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anyItem, { minLength: 1, maxLength: 50 }), async (items) => {
        const runId = await store.createRun(exampleRun())
        await store.addItems(runId, items)
        const stored = await store.pendingItems(runId, 0, 100)
        // SQLite has no negative zero.
        const expected = items.map((item, index) => ({
          ...item,
          modifiedAt: item.modifiedAt === 0 ? 0 : item.modifiedAt,
          seq: index + 1,
          ...{ attempts: 0, crashes: 0, hasResult: false, output: null },
        }))
        expect(stored).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  it('are added all or not at all', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    const bad = { ...exampleItem('/b'), size: 1.5 }
    await expect(store.addItems(runId, [...exampleItems(30), bad])).rejects.toMatchObject({
      code: 'INTERNAL',
    })
    expect(await store.pendingItems(runId, 0, 10)).toEqual([])
    await store.addItems(runId, exampleItems(2))
    expect((await store.pendingItems(runId, 0, 10)).map((item) => item.seq)).toEqual([1, 2])
  })
})

describe('claimed paths', () => {
  it('are new once in each run', async () => {
    const store = await temporaryStore()
    const first = await store.createRun(exampleRun())
    const second = await store.createRun(exampleRun())
    expect(await store.claimPaths(first, ['/a', '/b', '/a', '/\uDCFF'])).toEqual([true, true, false, true])
    expect(await store.claimPaths(first, ['/b', '/c', '/\uDCFF', '/\uDCFE'])).toEqual([
      false,
      true,
      false,
      true,
    ])
    expect(await store.claimPaths(second, ['/a'])).toEqual([true])
  })

  it('are forgotten when the run has been looked through', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.claimPaths(runId, ['/a'])
    await store.finishEnumeration(runId, { leftOut: { ...nothingLeftOut, duplicates: 0, links: 0 } })
    expect(await store.claimPaths(runId, ['/a'])).toEqual([true])
    await store.finishRun(runId, ended)
  })

  it('agree with a set, whatever the paths', async () => {
    const store = await temporaryStore()
    const path = fc.oneof(
      fc.constantFrom('/a', '/b', '/a\0', '/é', '/e\u0301'),
      fc.uint8Array({ maxLength: 2 }).map(fromPathBytes),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(path, { maxLength: 40 }), { maxLength: 6 }), async (batches) => {
        const runId = await store.createRun(exampleRun())
        const seen = new Set<string>()
        for (const paths of batches) {
          const expected = paths.map((one) => !seen.has(one) && seen.add(one).has(one))
          expect(await store.claimPaths(runId, paths)).toEqual(expected)
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('results', () => {
  it('come back as the contract wants them', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, [exampleItem('/photos/\uDCE9.jpg', 7), ...exampleItems(2)])
    await store.commitResults(runId, batchOf([succeeded(1, ['abc', -1.5]), failed(2), skipped(3)]))
    const { total, rows } = await store.resultPage(runId, { offset: 0, limit: 10 })
    expect(total).toBe(3)
    expect(rows).toEqual(rows.map((row) => resultRowSchema.parse(row)))
    expect(rows).toEqual([
      {
        position: 1,
        seq: 1,
        path: '/photos/\uDCE9.jpg',
        status: 'succeeded',
        size: 7,
        modifiedAt: 1_700_000_000_000.5,
        startedAt: 1_700_000_000_000.25,
        duration: 1.5,
        worker: 1,
        attempt: 1,
        values: ['abc', -1.5],
        error: null,
        cause: null,
        doneInRun: null,
        output: null,
      },
      {
        position: 2,
        seq: 2,
        path: '/photos/1.jpg',
        status: 'failed',
        size: 10,
        modifiedAt: 1_700_000_000_000.5,
        startedAt: 1_700_000_000_000.25,
        duration: 0,
        worker: 2,
        attempt: 1,
        values: [],
        error: { code: 'NOT_FOUND', message: 'Item 2 has vanished.' },
        cause: causeOf('NOT_FOUND', 'Item 7 has vanished.', '/photos/7.jpg'),
        doneInRun: null,
        output: null,
      },
      {
        position: 3,
        seq: 3,
        path: '/photos/2.jpg',
        status: 'skipped',
        size: 10,
        modifiedAt: 1_700_000_000_000.5,
        startedAt: 1_700_000_000_000.25,
        duration: 0,
        worker: 0,
        attempt: 0,
        values: [],
        error: null,
        cause: null,
        doneInRun: null,
        output: null,
      },
    ])
    expect(await store.exportRows(runId, 0, 10)).toEqual(rows)
  })

  it('agree with a list, page by page and status by status', async () => {
    const store = await temporaryStore()
    const statuses = fc.array(fc.array(fc.boolean(), { maxLength: 45 }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(
        statuses,
        fc.nat(200),
        fc.integer({ min: 1, max: 60 }),
        async (batches, offset, limit) => {
          const runId = await store.createRun(exampleRun())
          const all = batches.flat()
          await store.addItems(runId, exampleItems(all.length))
          let position = 0
          for (const batch of batches) {
            const rows = batch.map((good) => {
              position += 1
              // Completion order: the input backwards.
              const seq = all.length - position + 1
              return good ? succeeded(seq, [seq]) : failed(seq)
            })
            await store.commitResults(runId, batchOf(rows))
          }
          for (const status of [undefined, 'succeeded', 'failed'] as const) {
            const matching = all
              .map((good, index) => ({ position: index + 1, status: good ? 'succeeded' : 'failed' }))
              .filter((row) => status === undefined || row.status === status)
            const page = await store.resultPage(runId, { status, offset, limit })
            expect(page.total).toBe(matching.length)
            expect(page.rows.map((row) => ({ position: row.position, status: row.status }))).toEqual(
              matching.slice(offset, offset + limit),
            )
            expect(page.rows.every((row) => row.seq === all.length - row.position + 1)).toBe(true)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('are recorded once for an item', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(3))
    await commitExample(store, runId, 2)
    const again = batchOf([succeeded(3, []), succeeded(1, [])])
    await expect(store.commitResults(runId, again)).rejects.toMatchObject({
      code: 'INTERNAL',
    })
    expect(await store.getRun(runId)).toMatchObject({ counts: { succeeded: 2, remaining: 1 } })
    expect((await store.resultPage(runId, { offset: 0, limit: 10 })).rows).toHaveLength(2)
  })

  it('are refused for an item that the run does not have', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(3))
    const batch = batchOf([succeeded(1, []), succeeded(99, [])])
    await expect(store.commitResults(runId, batch)).rejects.toMatchObject({ code: 'INTERNAL' })
    expect(await store.getRun(runId)).toMatchObject({ counts: { succeeded: 0, remaining: 3 } })
  })

  it('keep any value that a cell can have', async () => {
    const store = await temporaryStore()
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constant('\uD800 lone'),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
      fc.boolean(),
      fc.constant(null),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 12 }), async (values) => {
        const runId = await store.createRun(exampleRun())
        await store.addItems(runId, exampleItems(1))
        const row = { ...succeeded(1, []), outcome: { status: 'succeeded', values } as const }
        await store.commitResults(runId, batchOf([row]))
        const [stored] = await store.exportRows(runId, 0, 1)
        expect(stored?.values).toEqual(values)
      }),
      { numRuns: 100 },
    )
  })
})
