import { CsvError, parse } from 'csv-parse'
import { ItemError } from '../../errors.ts'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { quotePath } from '../../inputs/problems.ts'
import { delimiterNames, delimiters, type CsvReading, type DelimiterName } from './csv-parameters.ts'

/** The longest row, in bytes. A quotation mark that is never closed would else take in the rest of the file. */
const longestRow = 16 * 1024 * 1024

/** How much text at the beginning tells what stands between cells, in units of UTF-16. */
const startLength = 256 * 1024

/** How many rows of it. */
const rowsLookedAt = 10

/** A row of a CSV file. */
export interface CsvRow {
  readonly cells: readonly string[]
  /** The line in which it ends, from 1. */
  readonly line: number
}

/** The rows of a CSV file as they are read, and what stands between their cells. */
export interface CsvRows {
  readonly delimiter: DelimiterName
  readonly rows: Generator<CsvRow, void, undefined>
}

/**
 * Reads CSV row by row, holding no more than a piece of text and a row. Rows may be of any length; empty lines are
 * passed over.
 * @param path names the file in messages
 * @throws ItemError INVALID_CONTENT, TOO_LARGE; also while rows are taken
 */
export function readRows(
  texts: Generator<string, void, undefined>,
  path: PathText,
  { delimiter, looseQuotes }: CsvReading,
): CsvRows {
  const start = takeStart(texts)
  const chosen = delimiter === 'auto' ? findDelimiter(start) : delimiter
  return { delimiter: chosen, rows: rowsOf(start, texts, path, chosen, looseQuotes) }
}

function* rowsOf(
  start: string,
  texts: Generator<string, void, undefined>,
  path: PathText,
  delimiter: DelimiterName,
  looseQuotes: boolean,
): Generator<CsvRow, void, undefined> {
  let gathered: CsvRow[] = []
  const parser = createParser(delimiter, looseQuotes, (row) => gathered.push(row))
  const take = (): CsvRow[] => {
    const taken = gathered
    gathered = []
    return taken
  }
  const throwFault = (): void => {
    if (parser.errored !== null) throw csvFault(parser.errored, path)
  }
  parser.write(start)
  yield* take()
  throwFault()
  for (const text of texts) {
    parser.write(text)
    yield* take()
    throwFault()
  }
  parser.end()
  yield* take()
  throwFault()
}

function takeStart(texts: Generator<string, void, undefined>): string {
  let start = ''
  while (start.length < startLength) {
    const next = texts.next()
    if (next.done === true) return start
    start += next.value
  }
  return start
}

/** The delimiter that makes the most cells of each of the first rows; a comma where none makes more than one. */
function findDelimiter(start: string): DelimiterName {
  let best: DelimiterName = 'comma'
  let most = 1
  for (const name of delimiterNames) {
    const widths: number[] = []
    const parser = createParser(name, true, ({ cells }) => widths.push(cells.length))
    parser.write(start)
    // The last row may go on behind the start; it counts only where it is the only one.
    parser.end()
    const whole = start.length < startLength || widths.length < 2 ? widths : widths.slice(0, -1)
    const least = Math.min(...whole.slice(0, rowsLookedAt))
    if (Number.isFinite(least) && least > most) {
      best = name
      most = least
    }
  }
  return best
}

/**
 * Calls back for each row within the `write` or `end` that completed it, so that nothing waits in a stream;
 * an error stands in `errored` right after.
 */
function createParser(delimiter: DelimiterName, looseQuotes: boolean, onRow: (row: CsvRow) => void) {
  const parser = parse({
    delimiter: delimiters[delimiter],
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: looseQuotes,
    skip_empty_lines: true,
    max_record_size: longestRow,
    on_record: (cells: string[], { lines }) => {
      onRow({ cells, line: lines })
      return null
    },
  })
  // Taken from `errored` instead; without a listener it would end the thread.
  parser.on('error', () => undefined)
  return parser
}

function csvFault(error: Error, path: PathText): ItemError {
  const fault = error instanceof CsvError ? error : null
  if (fault?.code === 'CSV_MAX_RECORD_SIZE') {
    return new ItemError(
      'TOO_LARGE',
      `${quotePath(path)} has a row of more than ${longestRow.toLocaleString('en')} bytes. ` +
        'A quotation mark that is never closed may be the cause.',
      { cause: error },
    )
  }
  const line = numberOf(fault?.['lines'])
  const place = line === null ? '' : `line ${line}: `
  return new ItemError(
    'INVALID_CONTENT',
    `${quotePath(path)} is not well-formed CSV: ${place}${words(fault, error)}`,
    {
      cause: error,
    },
  )
}

function words(fault: CsvError | null, error: Error): string {
  const column = numberOf(fault?.['column'])
  const cell = column === null ? 'a cell' : `cell ${column + 1}`
  const code = fault?.code
  if (code === 'INVALID_OPENING_QUOTE') return `${cell} has a quotation mark but does not begin with one.`
  if (code === 'CSV_INVALID_CLOSING_QUOTE')
    return `something stands behind the closing quotation mark of ${cell}.`
  if (code === 'CSV_QUOTE_NOT_CLOSED') return `the quotation mark that ${cell} begins with is never closed.`
  return error.message
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
