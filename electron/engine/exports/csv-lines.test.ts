import { stringify } from 'csv-stringify/sync'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLines } from './csv-lines.ts'

const anyText = fc.string({
  unit: fc.constantFrom(...Array.from('ab,"\r\n\t =+-@\'\uFF1D\uFF0B\uFF0D\uFF20é你🎉')),
})
const anyCell = fc.oneof(
  anyText,
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
)
const anyRows = fc
  .integer({ min: 2, max: 4 })
  .chain((columns) =>
    fc.array(fc.array(anyCell, { minLength: columns, maxLength: columns }), { maxLength: 6 }),
  )

describe('lines of CSV', () => {
  it('are what a library writes, whatever the cells', () => {
    fc.assert(
      fc.property(anyRows, fc.boolean(), fc.boolean(), (rows, escapeFormulas, quoteEmpty) => {
        const settings = {
          record_delimiter: '\r\n',
          quote_record_delimiter: true,
          escape_formulas: escapeFormulas,
          quoted_empty: quoteEmpty,
          cast: { boolean: (value: boolean) => String(value) },
        }
        expect(csvLines(rows, { escapeFormulas, quoteEmpty })).toBe(stringify(rows, settings))
      }),
      { numRuns: 2_000 },
    )
  })

  it('are read as the same cells by a library', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const texts = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))))
        const read: unknown = parse(csvLines(rows, { escapeFormulas: false, quoteEmpty: true }), {
          record_delimiter: '\r\n',
        })
        expect(read).toEqual(texts)
      }),
    )
  })
})
