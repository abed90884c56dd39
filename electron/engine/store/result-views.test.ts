import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { orderColumns, type OrderColumn } from '../../../shared/model/result-query.ts'
import type { Cell, ResultRow, ResultStatus } from '../../../shared/model/result.ts'
import {
  batchOf,
  commitExample,
  exampleItem,
  exampleItems,
  exampleRun,
  failed,
  runEnd,
  skipped,
  succeeded,
  temporaryFolder,
  temporaryStore,
} from './fixtures/example-run.ts'
import { openReader } from './reader.ts'
import { directRows, type ResultSelection, type SortColumn } from './result-order.ts'
import type { PlaceRange } from './result-search.ts'
import type { Store } from './store.ts'

/** What a row has in a column. */
function cellOf(row: ResultRow, column: SortColumn): Cell {
  if (column.kind === 'value') return row.values[column.index] ?? null
  const cells: Readonly<Record<OrderColumn, Cell>> = {
    ...{ position: row.position, seq: row.seq, path: row.path, worker: row.worker, attempt: row.attempt },
    ...{ size: row.size, modified_at: row.modifiedAt, started_at: row.startedAt, duration_ms: row.duration },
    status: ['succeeded', 'failed', 'already-done', 'skipped'].indexOf(row.status),
    error_code: row.error?.code ?? null,
    error_message: row.error?.message ?? null,
  }
  return cells[column.name]
}

/** By the bytes of UTF-8, as SQLite orders text; numbers come before texts. */
function compare(first: Cell, second: Cell): number {
  if (typeof first === 'string' && typeof second === 'string')
    return Buffer.compare(Buffer.from(first), Buffer.from(second))
  if (typeof first === 'string' || typeof second === 'string') return typeof first === 'string' ? 1 : -1
  return Number(first) - Number(second)
}

function sorted(rows: readonly ResultRow[], column: SortColumn, descending: boolean): ResultRow[] {
  return rows.toSorted((first, second) => {
    const [one, other] = [cellOf(first, column), cellOf(second, column)]
    if (one === null || other === null) {
      if (one !== other) return one === null ? 1 : -1
    } else {
      const order = compare(one, other)
      if (order !== 0) return descending ? -order : order
    }
    return first.position - second.position
  })
}

const columns: readonly SortColumn[] = [
  ...orderColumns.map((name) => ({ kind: 'common', name }) as const),
  { kind: 'value', index: 0 },
  { kind: 'value', index: 1 },
]

async function everyRow(store: Store, runId: number): Promise<ResultRow[]> {
  return (await store.resultPage(runId, { offset: 0, limit: 1_000 })).rows
}

describe('results in any order', () => {
  const anyResult = fc.record({
    kind: fc.constantFrom('succeeded', 'succeeded', 'failed', 'skipped'),
    size: fc.option(fc.nat(3)),
    duration: fc.constantFrom(0, 1.5, 2, 1e6),
    startedAt: fc.constantFrom(1, 2.5, 3),
    worker: fc.nat(2),
    text: fc.constantFrom('x', 'X', '10', '9', 'é', ''),
    value: fc.constantFrom(1, 2, 10, -1.5, null),
    message: fc.constantFrom('broken', 'locked', 'Locked'),
  })

  it('agree with a list that is sorted and filtered, whatever the column, the direction and the page', async () => {
    const store = await temporaryStore()
    const query = fc.record({
      column: fc.constantFrom(...columns),
      descending: fc.boolean(),
      status: fc.constantFrom<(ResultStatus | undefined)[]>(
        undefined,
        undefined,
        'succeeded',
        'failed',
        'skipped',
      ),
      useCause: fc.boolean(),
      offset: fc.nat(12),
      limit: fc.integer({ min: 1, max: 30 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyResult, { maxLength: 25 }),
        fc.array(query, { maxLength: 6 }),
        async (results, queries) => {
          const runId = await store.createRun(exampleRun())
          await store.addItems(
            runId,
            results.map(({ size }, index) => ({
              path: `/f/${index * 7}`,
              size,
              modifiedAt: size,
              rootLength: 0,
              problem: null,
            })),
          )
          const records = results.map(
            ({ kind, duration, startedAt, worker, text, value, message }, index) => {
              const seq = index + 1
              const outcome = { status: 'succeeded', values: [text, value], isAsFound: true } as const
              const record =
                kind === 'failed'
                  ? failed(seq, message)
                  : kind === 'skipped'
                    ? skipped(seq)
                    : { ...succeeded(seq, []), outcome }
              return { ...record, duration, startedAt, worker }
            },
          )
          await store.commitResults(runId, batchOf(records.toReversed()))
          const all = await everyRow(store, runId)
          const { causes } = await store.causes(runId, 1)
          for (const { column, descending, status, useCause, offset, limit } of queries) {
            const cause = useCause ? causes[0]?.cause : undefined
            const expected = sorted(all, column, descending).filter(
              (row) =>
                (status === undefined || row.status === status) &&
                (cause === undefined || row.cause === cause),
            )
            const page = await store.resultPage(runId, {
              status,
              cause,
              sort: { column, descending },
              offset,
              limit,
            })
            expect(page.total).toBe(expected.length)
            expect(page.rows).toEqual(expected.slice(offset, offset + limit))
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('are the same whether a page is picked out or looked up, in a run that is long', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    const size = 30_000
    await store.addItems(runId, exampleItems(size))
    const rows = Array.from({ length: size }, (_, index) => {
      const seq = index + 1
      const duration = (seq * 7_919) % 1_009
      return {
        ...(seq % 5 === 0 ? failed(seq, `reason ${seq % 3 === 0 ? 'one' : 'other'}`) : succeeded(seq, [seq])),
        duration,
      }
    })
    await store.commitResults(runId, batchOf(rows))
    await store.finishRun(runId, runEnd())
    const expected = rows
      .toSorted((first, second) => second.duration - first.duration || first.seq - second.seq)
      .map((row) => row.seq)
    const sort = { column: { kind: 'common', name: 'duration_ms' }, descending: true } as const
    const seqs = async (offset: number, limit = 50) => {
      const page = await store.resultPage(runId, { sort, offset, limit })
      expect(page.total).toBe(size)
      return page.rows.map((row) => row.seq)
    }
    const picked = await seqs(100)
    expect(picked).toEqual(expected.slice(100, 150))
    expect(await seqs(20_000)).toEqual(expected.slice(20_000, 20_050))
    expect(await seqs(100)).toEqual(picked)
    expect(await seqs(size - 10)).toEqual(expected.slice(-10))
    expect(await seqs(size)).toEqual([])
    const { causes } = await store.causes(runId, 2)
    const ofCause = await store.resultPage(runId, { cause: causes[0]?.cause, offset: 0, limit: 3 })
    expect(ofCause.total).toBe(causes[0]?.count)
    expect(ofCause.rows.map((row) => row.seq)).toEqual([5, 10, 20])
  })

  it('are the same where another thread has made the selection', async () => {
    const file = `${await temporaryFolder()}/batchyard.db`
    const store = await temporaryStore({ file })
    const runId = await store.createRun(exampleRun())
    const size = 25_000
    await store.addItems(runId, exampleItems(size))
    await store.commitResults(
      runId,
      batchOf(Array.from({ length: size }, (_, index) => succeeded(index + 1, [(index * 7_919) % 1_009]))),
    )
    await store.finishRun(runId, runEnd())
    const readers = [1, 2].map(() => openReader({ role: 'reader', file, ownerId: 'nobody' }))
    const [answerer, maker] = readers
    const selection = {
      ...{ status: null, cause: null, equals: null, text: null },
      sort: { column: { kind: 'value', index: 0 }, descending: true },
    } as const
    const picked = answerer?.viewPage(runId, selection, 0, 100)
    expect(picked).toMatchObject({ isPartial: true, total: size })
    const made = maker?.makeView(runId, selection)
    expect(made?.positions).toHaveLength(size)
    if (made === undefined || made === null) return
    answerer?.keepView(runId, selection, made)
    expect(answerer?.viewPage(runId, selection, 0, 100)).toEqual({ ...picked, isPartial: false })
    for (const reader of readers) reader.close()
  })

  it('are those of now once a run has ended, and again after a retry', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(4))
    await commitExample(store, runId, 2)
    const sort = { column: { kind: 'common', name: 'seq' }, descending: true } as const
    const seqs = async () =>
      (await store.resultPage(runId, { sort, offset: 0, limit: 9 })).rows.map((row) => row.seq)
    expect(await seqs()).toEqual([2, 1])
    await store.commitResults(runId, batchOf([succeeded(3, []), failed(4)]))
    await store.finishRun(runId, runEnd())
    expect(await seqs()).toEqual([4, 3, 2, 1])
    const locked = async () =>
      (await store.resultPage(runId, { text: 'vanished', offset: 0, limit: 9 })).total
    expect(await locked()).toBe(1)
    await store.startSession(runId, 'retry', Date.now(), { kind: 'failed' })
    await store.commitResults(runId, batchOf([{ ...succeeded(4, []), attempt: 2 }]))
    await store.finishRun(runId, runEnd())
    expect(await locked()).toBe(0)
  })

  it('are of a run that is there', async () => {
    const store = await temporaryStore()
    await expect(store.resultPage(7, { text: 'x', offset: 0, limit: 1 })).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
    })
  })
})

/** A run, divided behind a place. */
function halves(middle: number): [PlaceRange, PlaceRange] {
  return [
    { after: 0, until: middle },
    { after: middle, until: Number.MAX_SAFE_INTEGER },
  ]
}

/** A run of these paths, each with a result, in a database that two reading threads would have open. */
async function twoReaders() {
  const file = `${await temporaryFolder()}/batchyard.db`
  const store = await temporaryStore({ file })
  const readers = [1, 2, 3].map(() => openReader({ role: 'reader', file, ownerId: 'nobody' }))
  onTestFinished(() => {
    for (const reader of readers) reader.close()
  })
  const [answerer, maker, other] = readers
  if (answerer === undefined || maker === undefined || other === undefined) throw new Error('no readers')
  function joinParts(runId: number, selection: ResultSelection, parts: readonly PlaceRange[]): void {
    const made = parts.map((part, index) =>
      (index === 0 ? answerer : maker)?.makePart(runId, selection, part),
    )
    const done = made.filter((part) => part !== undefined && part !== null)
    if (done.length !== 2) throw new Error('no such run')
    answerer?.joinParts(runId, selection, done)
  }
  return { store, answerer, maker, other, joinParts }
}

describe('a search in two halves', () => {
  // Texts that mean something to LIKE, to JSON or to SQL, letters beyond ASCII, and odd bytes of paths.
  const letters = fc.constantFrom(
    ...Array.from('aAbB%_\\\'"[]{},:/.-19\n\0éÉßẞſKkİıσςΣ你🎉'),
    '\uDCE9',
    '\uDC80',
  )
  const anyText = fc.string({ unit: letters, maxLength: 6 })
  const anyItem = fc.record({
    path: fc.string({ unit: letters.filter((each) => each !== '\0'), minLength: 1, maxLength: 8 }),
    values: fc.array(
      fc.oneof(
        anyText.map((text) => text.toWellFormed()),
        fc.integer({ min: -20, max: 20 }),
      ),
      {
        maxLength: 2,
      },
    ),
    message: fc.option(anyText.map((text) => text.toWellFormed())),
  })
  const anyOrder = fc.record({ column: fc.constantFrom(...columns), descending: fc.boolean() })
  const anySelection = fc.record({
    status: fc.constantFrom<(ResultStatus | null)[]>(null, null, 'failed', 'succeeded'),
    cause: fc.constant(null),
    equals: fc.option(fc.record({ index: fc.nat(1), value: fc.constantFrom('a', 1, 9) }), { freq: 3 }),
    text: fc.string({ unit: letters, minLength: 1, maxLength: 3 }),
    sort: fc.option(anyOrder, { freq: 2 }),
    middle: fc.nat(22),
  })

  it('finds what one statement finds, each result once and in the same order, wherever the run is divided', async () => {
    const { store, answerer, other, joinParts } = await twoReaders()
    let found = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyItem, { maxLength: 20 }),
        fc.array(anySelection, { minLength: 1, maxLength: 8 }),
        async (items, selections) => {
          const runId = await store.createRun(exampleRun())
          await store.addItems(
            runId,
            items.map(({ path }) => exampleItem(path)),
          )
          const records = items.map(({ values, message }, index) =>
            message === null ? succeeded(index + 1, values) : failed(index + 1, message),
          )
          await store.commitResults(runId, batchOf(records.toReversed()))
          for (const { middle, ...selection } of selections) {
            joinParts(runId, selection, halves(middle))
            const joined = answerer.viewPage(runId, selection, 0, 100)
            expect(joined).toEqual(other.viewPage(runId, selection, 0, 100))
            found += joined?.total ?? 0
          }
        },
      ),
      { numRuns: 100 },
    )
    expect(found).toBeGreaterThan(0)
  })

  it('finds what is there now where the run has ended since the parts were searched', async () => {
    const { store, answerer, maker } = await twoReaders()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(3))
    await commitExample(store, runId, 1)
    const selection = { status: null, cause: null, equals: null, text: 'photos', sort: null }
    const [firstHalf, secondHalf] = halves(2)
    const first = answerer.makePart(runId, selection, firstHalf)
    await store.commitResults(runId, batchOf([succeeded(2, [])]))
    const second = maker.makePart(runId, selection, secondHalf)
    await store.commitResults(runId, batchOf([succeeded(3, [])]))
    if (first === null || second === null) throw new Error('no such run')
    vi.useFakeTimers({ toFake: ['performance'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const totalNow = () => {
      answerer.joinParts(runId, selection, [first, second])
      return answerer.viewPage(runId, selection, 0, 10)?.total
    }
    // While a run is at work what was found a moment ago is good enough.
    expect(totalNow()).toBe(1)
    await store.finishRun(runId, runEnd())
    expect(totalNow()).toBe(3)
  })

  it('is made in a long run, and only where it is not kept already', async () => {
    const { store, answerer, joinParts } = await twoReaders()
    const runId = await store.createRun(exampleRun())
    const selection = { status: null, cause: null, equals: null, text: '77', sort: null }
    await store.addItems(runId, exampleItems(20_001))
    await commitExample(store, runId, 20_000)
    expect(answerer.planParts(runId, selection)).toEqual([])
    await store.commitResults(runId, batchOf([succeeded(20_001, [])]))
    await store.finishRun(runId, runEnd())
    expect(answerer.planParts(runId, selection)).toEqual(halves(10_000))
    const expected = Array.from({ length: 20_001 }, (_, index) => index + 1).filter((seq) =>
      `${seq}`.includes('77'),
    )
    const page = await store.resultPage(runId, { text: '77', offset: 5, limit: 100 })
    expect(page.total).toBe(expected.length)
    expect(page.rows.map(({ seq }) => seq)).toEqual(expected.slice(5, 105))
    joinParts(runId, selection, halves(10_000))
    expect(answerer.planParts(runId, selection)).toEqual([])
    expect(answerer.planParts(runId + 1, selection)).toEqual([])
  })
})

describe('the first rows of an order in two halves', () => {
  const anySelection = fc.record({
    status: fc.constantFrom<(ResultStatus | null)[]>(null, null, 'failed', 'succeeded'),
    useCause: fc.boolean(),
    equals: fc.option(fc.record({ index: fc.nat(1), value: fc.constantFrom('a', 1, 9) }), { freq: 3 }),
    sort: fc.record({ column: fc.constantFrom(...columns), descending: fc.boolean() }),
    middle: fc.nat(22),
  })
  const anyOutcome = fc.oneof(
    fc.constant(null),
    fc.array(fc.constantFrom('a', 'A', 1, 9, 10), { maxLength: 2 }),
  )

  it('are those that one statement gives, wherever the run is divided', async () => {
    const { store, answerer, other, joinParts } = await twoReaders()
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyOutcome, { maxLength: 20 }),
        fc.array(anySelection, { minLength: 1, maxLength: 8 }),
        async (outcomes, selections) => {
          const runId = await store.createRun(exampleRun())
          await store.addItems(runId, exampleItems(outcomes.length))
          const records = outcomes.map((values, index) =>
            values === null ? failed(index + 1) : succeeded(index + 1, values),
          )
          await store.commitResults(runId, batchOf(records.toReversed()))
          const { causes } = await store.causes(runId, 1)
          for (const { useCause, middle, ...rest } of selections) {
            const selection = { ...rest, cause: (useCause ? causes[0]?.cause : null) ?? null, text: null }
            joinParts(runId, selection, halves(middle))
            expect(answerer.viewPage(runId, selection, 3, 9)).toEqual(other.viewPage(runId, selection, 3, 9))
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  it('are kept for the pages that follow, and no more than those', async () => {
    const { store, answerer, other, joinParts } = await twoReaders()
    const runId = await store.createRun(exampleRun())
    const size = 25_000
    await store.addItems(runId, exampleItems(size))
    const values = Array.from({ length: size }, (_, index) => (index * 7_919) % 1_009)
    await store.commitResults(runId, batchOf(values.map((value, index) => succeeded(index + 1, [value]))))
    await store.finishRun(runId, runEnd())
    const selection = {
      ...{ status: null, cause: null, equals: null, text: null },
      sort: { column: { kind: 'value', index: 0 }, descending: false },
    } as const
    const parts = answerer.planParts(runId, selection)
    expect(parts).toEqual(halves(size / 2))
    joinParts(runId, selection, parts)
    expect(answerer.planParts(runId, selection)).toEqual([])
    for (const offset of [0, directRows - 100]) {
      const page = answerer.viewPage(runId, selection, offset, 100)
      expect(page).toMatchObject({ total: size, isPartial: true })
      expect(page).toEqual(other.viewPage(runId, selection, offset, 100))
    }
    const further = answerer.viewPage(runId, selection, directRows - 50, 100)
    expect(further).toMatchObject({ total: size, isPartial: false })
    expect(further).toEqual(other.viewPage(runId, selection, directRows - 50, 100))
    // In the order of their results, nothing is to be sorted.
    expect(answerer.planParts(runId, { ...selection, sort: null })).toEqual([])
  })
})

describe('a search in results', () => {
  it.each([
    ['HOLIDAY', [1]],
    ['ägypten', [2]],
    ['ÄGYPTEN', [2]],
    ['100%', [3]],
    ['%', [3]],
    ['a_b', [4]],
    ['\\', [5]],
    ['"quoted"', [6]],
    ['vanished', [7]],
    ['deadbeef', [1]],
    ['12.5', [2]],
    [',', []],
    ['[', []],
    ['xE9', []],
    ['/in/', [1, 2, 3, 4, 5, 6, 7]],
    ['', [1, 2, 3, 4, 5, 6, 7]],
    ['no such thing', []],
  ])('for %j finds items %j', async (text, expected) => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    const names = ['Holiday.jpg', 'Ägypten.jpg', '100%.jpg', 'a_b.jpg', 'back\\slash', 'six\uDCE9', 'seven']
    await store.addItems(
      runId,
      names.map((name) => ({ path: `/in/${name}`, size: 1, modifiedAt: 1, rootLength: 0, problem: null })),
    )
    const values = [['DeadBeef', 1], ['x', 12.5], [], ['aXb'], ['plain'], ['say "quoted"']]
    await store.commitResults(
      runId,
      batchOf([...values.map((each, index) => succeeded(index + 1, each)), failed(7)]),
    )
    const { total, rows } = await store.resultPage(runId, { text, offset: 0, limit: 100 })
    expect(rows.map((row) => row.seq)).toEqual(expected)
    expect(total).toBe(expected.length)
    const status = 'succeeded'
    const good = await store.resultPage(runId, { text, status, offset: 0, limit: 100 })
    expect(good.rows.map((row) => row.seq)).toEqual(expected.filter((seq) => seq !== 7))
  })
})
