import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ResultOutput } from '../../../shared/model/plan-row.ts'
import { toResultRow, type ResultItemRow } from './result-rows.ts'
import { packRows, unpackRows } from './row-columns.ts'

const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }))
const rowOf: fc.Arbitrary<ResultItemRow> = fc.record({
  position: fc.nat(),
  seq: fc.maxSafeNat(),
  path: fc.string({ unit: 'binary' }),
  status: fc.nat({ max: 3 }),
  size: fc.option(fc.maxSafeNat()),
  modifiedAt: number,
  startedAt: fc.maxSafeNat(),
  duration: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  worker: fc.nat({ max: 1_024 }),
  attempt: fc.nat({ max: 1_000 }),
  resultValues: fc.option(
    fc
      .array(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)))
      .map((cells) => JSON.stringify(cells)),
  ),
  errorCode: fc.constant(null),
  errorMessage: fc.constant(null),
  cause: fc.constant(null),
  doneInRun: fc.option(fc.nat()),
})
const failedRowOf = fc.record({ row: rowOf, message: fc.string(), cause: fc.option(fc.string()) })
const anyRowOf = fc.oneof(
  rowOf,
  failedRowOf.map(({ row, message, cause }) => ({
    ...row,
    errorCode: 'READ_FAILED',
    errorMessage: message,
    cause,
  })),
)
const output: ResultOutput = { action: 'create', path: '/made', note: null, made: true, undo: null }

it('brings rows over to another thread as they would be there', () => {
  fc.assert(
    fc.property(fc.array(anyRowOf), fc.func(fc.boolean()), (rows, hasOutput) => {
      const outputs = rows.flatMap((_, index) => (hasOutput(index) ? [{ index, output }] : []))
      const expected = rows
        .map(toResultRow)
        .map((row, index) => (hasOutput(index) ? { ...row, output } : row))
      expect(unpackRows(structuredClone(packRows(rows, outputs)))).toEqual(expected)
    }),
  )
})

it('says of values that cannot be read whose they are', () => {
  const [row] = fc.sample(rowOf, 1)
  if (row === undefined) throw new Error('no row')
  for (const resultValues of ['[', '{}', '[{}]']) {
    const columns = packRows([{ ...row, position: 7, resultValues }], [])
    expect(() => unpackRows(columns)).toThrow(
      'The database is damaged: result 7 of a run cannot be understood.',
    )
  }
})
