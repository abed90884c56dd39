import { parse } from 'csv-parse'
import type { InputSource } from '../../../shared/model/job.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { fromPathBytes } from '../path-bytes.ts'
import { listBytes } from './list-bytes.ts'
import { keptOfTooLong, longestEntry, type ListEntry } from './list-file.ts'

export type CsvList = Extract<InputSource, { kind: 'csv' }>

/** The longest row, in bytes. A quotation mark that is never closed would else take in the rest of the file. */
const longestRow = 1024 * 1024

/** How many rows at the beginning tell what stands between columns. */
const rowsLookedAt = 10

/** How many columns a message names. */
const namedColumns = 20

/** In the order in which they are preferred where rows would be the same. */
const delimiters = [',', ';', '\t', '|'] as const

/** For a file of one column, whose names may have any character but this one. */
const noDelimiter = '\0'

/** Where in each row the entry stands. */
interface CsvLayout {
  readonly delimiter: string
  /** From 0. */
  readonly column: number
  readonly hasHeader: boolean
}

/**
 * Reads one column of a CSV file, entry by entry, holding no more than one buffer and one row. Fields may be
 * in double quotes; rows may be of any length. Bytes that are not UTF-8 are kept. Rows without an entry are
 * passed over.
 *
 * @param waiting called each time the list is a pipe whose writer is slower than its reader
 * @throws Error when the file cannot be opened or read, is no CSV or has no such column
 */
export function* readCsvList(
  list: CsvList,
  waiting: () => void = () => undefined,
): Generator<ListEntry, void, undefined> {
  const pieces = listBytes(list.path, waiting)
  try {
    const start = takeStart(pieces)
    const rows = new Rows(layoutOf(start, list))
    yield* rows.take(start.bytes)
    // The parser may keep a part of what it is given, and the buffer is used again.
    for (const piece of pieces) yield* rows.take(Buffer.from(piece))
    yield* rows.end()
  } finally {
    // Closes the file, whatever ended this.
    pieces.return()
  }
}

/**
 * Looks whether a CSV file has the column that is asked for.
 * @throws Error as `readCsvList` does
 */
export function checkCsvList(list: CsvList): void {
  const pieces = listBytes(list.path, () => undefined)
  try {
    layoutOf(takeStart(pieces), list)
  } finally {
    pieces.return()
  }
}

/** The beginning of a file, from which its layout is told. */
interface Start {
  readonly bytes: Buffer
  /** How many of the bytes are whole rows. */
  readonly rowsEnd: number
}

/** Reads until there is a whole row, without the byte-order mark. What follows is left in `pieces`. */
function takeStart(pieces: Generator<Buffer, void, undefined>): Start {
  let bytes: Buffer = Buffer.alloc(0)
  let rowsEnd = 0
  while (rowsEnd === 0 && bytes.length < longestRow) {
    const piece = pieces.next()
    if (piece.done === true) return { bytes, rowsEnd: bytes.length }
    bytes = withoutMark(Buffer.concat([bytes, piece.value]))
    rowsEnd = endOfRows(bytes)
  }
  return { bytes, rowsEnd }
}

/** The parser would take the mark for a sign that the rest is to be read as UTF-8. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

/** Rows as they are read, down to their entries. */
class Rows {
  readonly #parser: ReturnType<typeof createParser>
  #fields: (string | undefined)[] = []
  #skip: boolean

  constructor({ delimiter, column, hasHeader }: CsvLayout) {
    this.#skip = hasHeader
    this.#parser = createParser(delimiter, (row) => this.#fields.push(row[column]))
  }

  *take(bytes: Buffer): Generator<ListEntry, void, undefined> {
    this.#parser.write(bytes)
    yield* this.#entries()
  }

  *end(): Generator<ListEntry, void, undefined> {
    this.#parser.end()
    yield* this.#entries()
  }

  *#entries(): Generator<ListEntry, void, undefined> {
    const fields = this.#fields
    this.#fields = []
    for (const field of fields) {
      if (this.#skip) this.#skip = false
      else if (field !== undefined && field !== '') yield entryOf(field)
    }
    if (this.#parser.errored !== null) throw this.#parser.errored
  }
}

/**
 * Calls back for each row within the `write` or `end` that completed it, so that nothing waits in a stream;
 * an error stands in `errored` right after.
 */
function createParser(delimiter: string, onRow: (row: string[]) => void) {
  const parser = parse({
    delimiter,
    // Each character is one byte: what is in the file need not be valid UTF-8.
    encoding: 'latin1',
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    on_record: (row) => {
      onRow(row)
      return null
    },
  })
  // Taken from `errored` instead; without a listener it would end the thread.
  parser.on('error', () => undefined)
  return parser
}

function entryOf(field: string): ListEntry {
  const tooLong = field.length > longestEntry
  return { text: pathOf(tooLong ? field.slice(0, keptOfTooLong) : field), tooLong }
}

function pathOf(latin1: string): PathText {
  return fromPathBytes(Buffer.from(latin1, 'latin1'))
}

/** What may stand before a field. */
const beforeField = new Set(['\n', ...delimiters].map((text) => text.charCodeAt(0)))

/** Where the last line end outside of a quoted field is over; 0 where there is none. */
function endOfRows(bytes: Buffer): number {
  let isQuoted = false
  let closedAt = -1
  let end = 0
  for (const [place, byte] of bytes.entries()) {
    if (byte === 0x22 && isQuoted) {
      isQuoted = false
      closedAt = place
    } else if (byte === 0x22) {
      // Two in a row are one within the field. One in the middle of a field is a character like any other.
      isQuoted = place === 0 || place === closedAt + 1 || beforeField.has(bytes[place - 1] ?? 0)
    } else if (byte === 0x0a && !isQuoted) {
      end = place + 1
    }
  }
  return end
}

/** @throws Error when there is no such column */
function layoutOf(start: Start, list: CsvList): CsvLayout {
  const { column, header } = list
  const [first, second] = start.bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new Error('it is encoded as UTF-16; save it as CSV in UTF-8')
  }
  const candidates = (list.delimiter === 'auto' ? delimiters : [list.delimiter]).map((delimiter) => {
    const rows = firstRows(start, delimiter)
    return { delimiter, names: (rows[0] ?? []).map(pathOf), columns: leastColumns(rows) }
  })
  if (typeof column === 'number') {
    const best = candidates.toSorted((one, other) => other.columns - one.columns)[0]
    const isTable = list.delimiter !== 'auto' || (best !== undefined && best.columns > 1)
    return {
      delimiter: isTable && best ? best.delimiter : noDelimiter,
      column: column - 1,
      hasHeader: header,
    }
  }
  for (const { delimiter, names } of candidates) {
    const index = names.indexOf(column)
    if (index >= 0) return { delimiter, column: index, hasHeader: true }
  }
  const longest = candidates.toSorted((one, other) => other.names.length - one.names.length)[0]?.names ?? []
  throw new Error(
    longest.length === 0
      ? `it has no column ${JSON.stringify(column)}: it is empty`
      : `it has no column ${JSON.stringify(column)}; its columns are ${namesText(longest)}`,
  )
}

function firstRows({ bytes, rowsEnd }: Start, delimiter: string): string[][] {
  const rows: string[][] = []
  const parser = createParser(delimiter, (row) => rows.push(row))
  // Where the start was cut off, its last row may be a part of one.
  parser.write(bytes.subarray(0, rowsEnd))
  parser.end()
  return rows.slice(0, rowsLookedAt)
}

/** How many columns each of these rows has at least. */
function leastColumns(rows: readonly string[][]): number {
  return rows.length === 0 ? 0 : Math.min(...rows.map((row) => row.length))
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, namedColumns).map((name) => JSON.stringify(name.slice(0, 100)))
  const more = names.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
