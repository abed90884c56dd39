import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { orderColumns } from '../../../shared/model/result-query.ts'
import type { ResultStatus } from '../../../shared/model/result.ts'
import { openForReading } from './database.ts'
import { firstRowsQuery, wholeRun } from './first-rows.ts'
import {
  batchOf,
  exampleRun,
  failed,
  succeeded,
  temporaryFolder,
  temporaryStore,
} from './fixtures/example-run.ts'
import { positionQuery, type ResultSelection, type SortColumn } from './result-order.ts'
import type { PositionQuery } from './result-search.ts'

const columns: readonly SortColumn[] = [
  ...orderColumns.map((name) => ({ kind: 'common', name }) as const),
  { kind: 'value', index: 0 },
]

it('the first rows of an order are those that its whole statement gives, also taken from two halves', async () => {
  const file = `${await temporaryFolder()}/batchyard.db`
  const store = await temporaryStore({ file })
  const database = openForReading(file)
  onTestFinished(() => {
    database.close()
  })
  function positionsOf(runId: number, { sql, parameters }: PositionQuery, limit: number): number[] {
    const statement = database.prepare<[Readonly<Record<string, string | number>>], number>(sql).pluck()
    return statement.all({ ...parameters, runId, limit })
  }
  const anyItem = fc.record({
    name: fc.nat(99),
    size: fc.option(fc.nat(3), { freq: 3 }),
    value: fc.option(fc.constantFrom('a', 'A', 1, 9, 10)),
  })
  const anyQuery = fc.record({
    sort: fc.option(fc.record({ column: fc.constantFrom(...columns), descending: fc.boolean() }), {
      freq: 9,
    }),
    status: fc.constantFrom<(ResultStatus | null)[]>(null, null, null, 'failed', 'succeeded'),
    useCause: fc.boolean(),
    limit: fc.integer({ min: 1, max: 12 }),
    middle: fc.nat(22),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyItem, { minLength: 1, maxLength: 20 }),
      fc.nat(3),
      fc.array(anyQuery, { minLength: 1, maxLength: 12 }),
      async (items, withoutResult, queries) => {
        const runId = await store.createRun(exampleRun())
        await store.addItems(
          runId,
          items.map(({ name, size }) => ({
            ...{ path: `/f/${name}`, size, modifiedAt: size, rootLength: 0, problem: null },
          })),
        )
        const records = items.map(({ value }, index) =>
          value === null ? failed(index + 1) : succeeded(index + 1, [value]),
        )
        await store.commitResults(runId, batchOf(records.slice(withoutResult).toReversed()))
        const { causes } = await store.causes(runId, 1)
        for (const { sort, status, useCause, limit, middle } of queries) {
          const cause = (useCause ? causes[0]?.cause : null) ?? null
          const selection: ResultSelection = { status, cause, equals: null, text: null, sort }
          const isComplete = withoutResult === 0
          const expected = positionsOf(runId, positionQuery(selection), limit)
          expect(positionsOf(runId, firstRowsQuery(selection, wholeRun, isComplete), limit)).toEqual(expected)
          const halves = [
            { ...wholeRun, until: middle },
            { ...wholeRun, after: middle },
          ].map((half) => positionsOf(runId, firstRowsQuery(selection, half, isComplete), limit))
          expect(halves.flat()).toEqual(expect.arrayContaining(expected))
          expect(Math.max(...halves.map((half) => half.length))).toBeLessThanOrEqual(limit)
        }
      },
    ),
    { numRuns: 200 },
  )
})
