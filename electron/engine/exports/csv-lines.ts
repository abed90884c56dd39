import type { Cell } from '../../../shared/model/result.ts'

/** How cells are written. */
export interface CsvLineOptions {
  /** Puts an apostrophe before text that a spreadsheet would take for a formula. */
  readonly escapeFormulas: boolean
  /** Writes an empty cell as `""`: where it is the only one of its row, since an empty line is not a row. */
  readonly quoteEmpty?: boolean
}

const lineEnd = '\r\n'

/** What a cell must be quoted for, by RFC 4180: a comma, a quote, and either character of a line's end. */
const special = /[",\r\n]/u

/** What a formula begins with, also in the wide forms that spreadsheets of East Asia take for the same. */
const formulaStart = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u

/**
 * Rows as CSV by RFC 4180, each with CR LF at its end. Several times as fast as the libraries, which look at every cell
 * for much that is never asked of them (`docs/decisions/0043-own-csv-lines.md`).
 */
export function csvLines(rows: readonly (readonly Cell[])[], options: CsvLineOptions): string {
  return rows.map((row) => csvLine(row, options)).join('')
}

/** One row, as `csvLines` writes it. Joined, since text that grows cell by cell is a tree of pieces until it is written. */
export function csvLine(row: readonly Cell[], options: CsvLineOptions): string {
  return row.map((cell) => cellText(cell, options)).join(',') + lineEnd
}

function cellText(cell: Cell, { escapeFormulas, quoteEmpty = false }: CsvLineOptions): string {
  if (typeof cell === 'number') return String(cell)
  const text = cell === null ? '' : String(cell)
  if (text === '') return quoteEmpty ? '""' : ''
  const safe = escapeFormulas && formulaStart.test(text) ? `'${text}` : text
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
