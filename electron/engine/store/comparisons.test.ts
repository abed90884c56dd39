import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  comparisonKinds,
  type ComparisonKind,
  type ComparisonOutcome,
  type ComparisonPace,
} from '../../../shared/model/comparison.ts'
import { toPathBytes } from '../path-bytes.ts'
import type { ComparedRuns } from './comparisons.ts'
import { batchOf, exampleItem, exampleRun, runEnd, temporaryStore } from './fixtures/example-run.ts'
import type { ResultRecord } from './records.ts'
import type { Store } from './store.ts'

/** What became of one item; null where it was not done. */
interface Ended {
  readonly path: string
  readonly status: 'succeeded' | 'failed' | 'already-done' | 'skipped' | null
  readonly value: string
  readonly duration: number
}

const values = ['one', 'two', ''] as const

function recordOf(seq: number, { path, status, value, duration }: Ended): ResultRecord[] {
  const common = { seq, path, startedAt: 1_700_000_000_000, attempt: 1, bytes: 10, duration, worker: 1 }
  const error = { code: 'NOT_FOUND', message: `${path} has vanished.` } as const
  if (status === 'succeeded') return [{ ...common, outcome: { status, values: [value, 1], isAsFound: true } }]
  if (status === 'failed') return [{ ...common, outcome: { status, error } }]
  return status === 'skipped' ? [{ ...common, outcome: { status } }] : []
}

/**
 * A run in which this became of items, in this order.
 * @param source the run that has done what was already done
 */
async function runOf(store: Store, items: readonly Ended[], source: number | null = null): Promise<number> {
  const runId = await store.createRun(exampleRun())
  const done = items.map(({ status, value }) =>
    status === 'already-done' && source !== null
      ? { runId: source, seq: values.findIndex((each) => each === value) + 1, made: null }
      : null,
  )
  await store.addItems(
    runId,
    items.map(({ path }) => exampleItem(path)),
    done,
  )
  await store.commitResults(runId, batchOf(items.flatMap((item, index) => recordOf(index + 1, item))))
  await store.finishRun(runId, runEnd({ state: 'stopped' }))
  return runId
}

/** A run that has taken very long for each of the values. */
async function slowSource(store: Store): Promise<number> {
  return await runOf(
    store,
    values.map((value) => ({ path: `/source/${value}`, status: 'succeeded', value, duration: 50_000 })),
  )
}

function ended(path: string, rest: Partial<Ended> = {}): Ended {
  return { path, status: 'succeeded', value: 'one', duration: 10, ...rest }
}

async function compared(
  store: Store,
  runs: Pick<ComparedRuns, 'before' | 'after'>,
  wanted: { kind?: ComparisonKind; offset?: number; limit?: number; comparesValues?: boolean } = {},
) {
  const { kind = null, offset = 0, limit = 1_000, comparesValues = true } = wanted
  return await store.compareRuns({ ...runs, comparesValues }, { kind, offset, limit })
}

/** What the comparison says of an item, told in another way than by SQL. */
function expectedOf(
  before: Ended | undefined,
  after: Ended | undefined,
  comparesValues: boolean,
): { outcome: ComparisonOutcome; pace: ComparisonPace | null } {
  if (after === undefined) return { outcome: 'only-before', pace: null }
  if (before === undefined) return { outcome: 'only-after', pace: null }
  return { outcome: outcomeOf(before, after, comparesValues), pace: paceOf(before, after) }
}

function outcomeOf(before: Ended, after: Ended, comparesValues: boolean): ComparisonOutcome {
  const states = [before.status, after.status]
  if (states.includes(null)) return 'not-done'
  if (after.status === 'failed') return before.status === 'failed' ? 'still-failing' : 'newly-failing'
  if (states.includes('skipped')) return before.status === after.status ? 'same' : 'changed'
  if (before.status === 'failed') return 'newly-succeeding'
  return comparesValues && before.value !== after.value ? 'changed' : 'same'
}

function paceOf(before: Ended, after: Ended): ComparisonPace | null {
  if (before.status !== 'succeeded' || after.status !== 'succeeded') return null
  const [shorter = 0, longer = 0] = [before.duration, after.duration].toSorted((one, other) => one - other)
  if (longer < 2 * shorter || longer - shorter < 100) return null
  return longer === after.duration ? 'slower' : 'faster'
}

/** The items of a run by their paths, the first of a path first. */
function byPath(items: readonly Ended[]): Map<string, Ended[]> {
  return Map.groupBy(items, ({ path }) => path)
}

/** As the database orders them: what is valid UTF-8 first, by its bytes. */
function comparePaths(one: string, other: string): number {
  if (one.isWellFormed() !== other.isWellFormed()) return one.isWellFormed() ? -1 : 1
  return Buffer.compare(Buffer.from(toPathBytes(one)), Buffer.from(toPathBytes(other)))
}

function expectedRows(before: readonly Ended[], after: readonly Ended[], comparesValues: boolean) {
  const [old, young] = [byPath(before), byPath(after)]
  return [...new Set([...old.keys(), ...young.keys()])].toSorted(comparePaths).flatMap((path) => {
    const [ones, others] = [old.get(path) ?? [], young.get(path) ?? []]
    return Array.from({ length: Math.max(ones.length, others.length) }, (_, nth) => ({
      path,
      ...expectedOf(ones[nth], others[nth], comparesValues),
    }))
  })
}

const someItem: fc.Arbitrary<Ended> = fc.record({
  path: fc.constantFrom('/a', '/B', '/é', '/\uffee', '/\u{1f600}', '/odd \udcff', '/odd \udc80', "/it's"),
  status: fc.constantFrom('succeeded', 'succeeded', 'failed', 'already-done', 'skipped', null),
  value: fc.constantFrom(...values),
  duration: fc.constantFrom(0, 99.5, 100, 150, 199.5, 200, 250, 300),
})
const someItems = fc.array(someItem, { maxLength: 12 })

describe('a comparison of two runs', () => {
  it('tells of every item what a simple model tells, page by page', async () => {
    const store = await temporaryStore()
    const source = await slowSource(store)
    await fc.assert(
      fc.asyncProperty(someItems, someItems, fc.boolean(), async (before, after, comparesValues) => {
        const runs = { before: await runOf(store, before, source), after: await runOf(store, after, source) }
        const expected = expectedRows(before, after, comparesValues)
        const whole = await compared(store, runs, { comparesValues })
        expect(whole.items).toBe(expected.length)
        expect(whole.rows.map(({ path, outcome, pace }) => ({ path, outcome, pace }))).toEqual(expected)
        for (const kind of comparisonKinds) {
          const ofKind = whole.rows.filter(({ outcome, pace }) => outcome === kind || pace === kind)
          const isPace = kind === 'slower' || kind === 'faster'
          const wanted = isPace ? ofKind.toSorted((one, other) => gap(other) - gap(one)) : ofKind
          const rows = []
          for (let offset = 0; offset <= ofKind.length; offset += 2) {
            const page = await compared(store, runs, { kind, offset, limit: 2, comparesValues })
            expect(page.total).toBe(ofKind.length)
            rows.push(...page.rows)
          }
          expect(rows).toEqual(wanted)
          expect(whole.counts[kind]).toBe(ofKind.length)
        }
      }),
      { numRuns: 40 },
    )
  })

  function gap({ before, after }: Awaited<ReturnType<typeof compared>>['rows'][number]): number {
    return Math.abs((after?.result?.duration ?? 0) - (before?.result?.duration ?? 0))
  }

  it('shows the results of both runs beside each other', async () => {
    const store = await temporaryStore()
    const before = await runOf(store, [ended('/new\nline', { value: 'two' }), ended('/gone')])
    const after = await runOf(store, [ended('/here'), ended('/new\nline', { status: 'failed' })])
    const { rows } = await compared(store, { before, after })
    expect(rows).toMatchObject([
      { path: '/gone', outcome: 'only-before', before: { seq: 2 }, after: null },
      { path: '/here', outcome: 'only-after', before: null, after: { seq: 1 } },
      {
        ...{ path: '/new\nline', outcome: 'newly-failing' },
        before: { seq: 1, result: { status: 'succeeded', values: ['two', 1], error: null } },
        after: { seq: 2, result: { status: 'failed', values: [], error: { code: 'NOT_FOUND' } } },
      },
    ])
  })

  it('is made anew once one of the runs has other results', async () => {
    const store = await temporaryStore()
    const before = await runOf(store, [ended('/a')])
    const after = await runOf(store, [ended('/a', { status: 'failed' })])
    expect((await compared(store, { before, after })).counts).toMatchObject({ 'newly-failing': 1, same: 0 })
    await store.startSession(after, 'retry', Date.now(), { kind: 'failed' })
    await store.commitResults(after, batchOf(recordOf(1, ended('/a'))))
    await store.finishRun(after, runEnd())
    expect((await compared(store, { before, after })).counts).toMatchObject({ 'newly-failing': 0, same: 1 })
  })

  it('of many pairs keeps those that were made last, and each of them stays what it is', async () => {
    const store = await temporaryStore()
    const runs = []
    for (const value of ['1', '2', '3', '4', '5', '6'])
      runs.push(await runOf(store, [ended('/a', { value })]))
    const [first = 0] = runs
    for (const _again of [1, 2]) {
      for (const after of runs) {
        const { counts } = await compared(store, { before: first, after })
        expect(counts.changed).toBe(after === first ? 0 : 1)
      }
    }
  })

  it('is refused for a run that waits or is at work, and for one that there is not', async () => {
    const store = await temporaryStore()
    const before = await runOf(store, [ended('/a')])
    const active = await store.createRun(exampleRun())
    for (const runs of [
      { before, after: active },
      { before: active, after: before },
    ]) {
      await expect(compared(store, runs)).rejects.toMatchObject({
        code: 'RUN_ACTIVE',
        data: { runId: active },
        message: `Run ${active} is still at work, so its results may change. Compare it once it has ended.`,
      })
    }
    await expect(compared(store, { before, after: 99 })).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
      data: { runId: 99 },
    })
    await store.deleteRun(before)
    await expect(compared(store, { before, after: before })).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
  })

  it('is ended with its store', async () => {
    const store = await temporaryStore()
    const before = await runOf(store, [ended('/a')])
    const comparing = compared(store, { before, after: before })
    await comparing
    await store.close()
    await expect(compared(store, { before, after: before })).rejects.toMatchObject({ code: 'ENGINE_CLOSED' })
  })
})
