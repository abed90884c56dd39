import type { PathText } from '../../../../shared/model/path-text.ts'
import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import type { CsvRow } from './read-rows.ts'

/** A CSV file as a table. */
export interface Table {
  /** The names of its columns: those of the header, or numbers from 1. Empty where the file is empty. */
  readonly names: readonly string[]
  /** All rows but the header, none shorter than it. */
  readonly rows: Generator<readonly string[], void, undefined>
}

/** How rows are made a table. */
export interface TableReading {
  readonly header: boolean
  readonly raggedRows: 'fail' | 'fill'
}

/**
 * Makes a table of rows.
 * @throws ItemError INVALID_CONTENT while rows are taken, for one of another length than the first
 */
export function readTable(
  rows: Generator<CsvRow, void, undefined>,
  path: PathText,
  { header, raggedRows }: TableReading,
): Table {
  const first = rows.next()
  if (first.done === true) return { names: [], rows: noRows() }
  const { cells } = first.value
  const names = header ? cells : cells.map((_cell, index) => String(index + 1))
  return { names, rows: restOf(header ? null : cells, rows, path, names.length, raggedRows) }
}

function* noRows(): Generator<readonly string[], void, undefined> {
  // An empty file has none.
}

function* restOf(
  first: readonly string[] | null,
  rows: Generator<CsvRow, void, undefined>,
  path: PathText,
  width: number,
  raggedRows: TableReading['raggedRows'],
): Generator<readonly string[], void, undefined> {
  if (first !== null) yield first
  for (const { cells, line } of rows) {
    if (cells.length !== width && raggedRows === 'fail') throw raggedRow(path, line, cells.length, width)
    if (cells.length >= width) yield cells
    else yield [...cells, ...Array<string>(width - cells.length).fill('')]
  }
}

/** The error for a row of another length than the first. */
export function raggedRow(path: PathText, line: number, count: number, width: number): ItemError {
  const cells = count === 1 ? '1 cell' : `${count} cells`
  return new ItemError(
    'INVALID_CONTENT',
    `${quotePath(path)} is no regular table: line ${line}: the row has ${cells}, the first row has ${width}.`,
  )
}
