import { Readable } from 'node:stream'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportReceipt } from '../../../shared/contract/contract.ts'
import type { CsvOptions } from '../../../shared/model/export.ts'
import type { ResultColumn } from '../../../shared/model/result.ts'
import { isEndState, itemsWithResult, type RunSummary } from '../../../shared/model/run.ts'
import type { Store } from '../store/store.ts'
import { pickColumns } from './csv-columns.ts'
import { csvLine } from './csv-lines.ts'
import { groupColumns } from './group-columns.ts'
import type { CsvRow, PickedColumn } from './csv-columns.ts'
import { exportError } from './export-errors.ts'
import { writeFileSafely } from './safe-file.ts'

export { csvColumns } from './csv-columns.ts'
export type { CsvColumn } from './csv-columns.ts'

/** Rows that are read and written at a time: what bounds the memory of an export. */
const pageSize = 1_000

/** What is to be exported, and how. */
export interface CsvSource {
  readonly store: Pick<Store, 'exportRows' | 'groupedRows' | 'unfinishedItems'>
  /** As it stands when the export begins: results that come later are not part of it. */
  readonly run: RunSummary
  /** The columns of the run's task type. */
  readonly resultColumns: readonly ResultColumn[]
  readonly options: CsvOptions
  /** Ends the export early; it then rejects with EXPORT_FAILED. */
  readonly signal?: AbortSignal | undefined
}

/** How much was written. Rows do not count the header. */
export type CsvReceipt = Omit<ExportReceipt, 'path'>

/**
 * Writes a run's results as CSV (RFC 4180, UTF-8) to a stream, no faster than the stream takes them: first
 * a header, then a row for each result in result order and, once the run has ended, a row with the status
 * `not_done` for each item that has none. Does not end the stream; destroys it where the export fails.
 *
 * @throws {EngineError} INVALID_COLUMNS before anything is written; EXPORT_FAILED where the stream fails or
 *   is destroyed; the store's errors
 */
export async function writeCsv(source: CsvSource & { readonly destination: Writable }): Promise<CsvReceipt> {
  const { destination, signal } = source
  const columns = pickColumns(source.resultColumns, source.options, source.run.outputs !== null)
  const receipt = { rows: 0, bytes: 0 }
  try {
    await pipeline(Readable.from(csvPages(source, columns, receipt), { objectMode: true }), destination, {
      end: false,
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    // Otherwise whoever reads the other end could take a part for the whole.
    destination.destroy()
    throw exportError(error, null)
  }
  return receipt
}

/**
 * Writes a run's results as CSV into a file, which appears, or replaces the one of that name, only when it
 * is whole. What is not a regular file, such as `/dev/null` or a pipe, is written to directly.
 *
 * @throws {EngineError} INVALID_COLUMNS, EXPORT_FAILED with the reason, or the store's errors
 */
export async function writeCsvFile(source: CsvSource & { readonly path: string }): Promise<ExportReceipt> {
  const { path, signal } = source
  const columns = pickColumns(source.resultColumns, source.options, source.run.outputs !== null)
  const receipt = { rows: 0, bytes: 0 }
  try {
    await writeFileSafely(path, csvPages(source, columns, receipt), signal)
  } catch (error) {
    throw exportError(error, path)
  }
  return { path, ...receipt }
}

/** The file, a page at a time. Counts into `receipt` what it gives away. */
async function* csvPages(
  source: CsvSource,
  columns: readonly PickedColumn[],
  receipt: { rows: number; bytes: number },
): AsyncGenerator<Buffer> {
  const { options } = source
  const lines = { escapeFormulas: options.escapeFormulas, quoteEmpty: columns.length === 1 }
  function toBytes(text: string): Buffer {
    const bytes = Buffer.from(text, 'utf8')
    receipt.bytes += bytes.length
    return bytes
  }

  const names = columns.map((column) => column.name)
  yield toBytes((options.byteOrderMark ? '\uFEFF' : '') + csvLine(names, lines))
  for await (const rows of options.groupBy === undefined
    ? rowPages(source)
    : groupPages(source, options.groupBy)) {
    const text = rows.map((row) => {
      const cells = columns.map((column) => column.cell(row))
      return csvLine(cells, lines)
    })
    const bytes = toBytes(text.join(''))
    receipt.rows += rows.length
    yield bytes
  }
}

async function* groupPages(
  { store, run, resultColumns, signal }: CsvSource,
  column: string,
): AsyncGenerator<readonly CsvRow[]> {
  const columns = groupColumns(column, resultColumns)
  for (let offset = 0; ; offset += pageSize) {
    signal?.throwIfAborted()
    const rows = await store.groupedRows(run.id, columns, offset, pageSize)
    if (rows.length === 0) return
    yield rows
  }
}

async function* rowPages({ store, run, signal }: CsvSource): AsyncGenerator<readonly CsvRow[]> {
  const { total } = run.counts
  const results = itemsWithResult(run.counts)
  yield* readAhead(
    results,
    (position) => store.exportRows(run.id, position, Math.min(pageSize, results - position)),
    signal,
  )
  if (!isEndState(run.state) || results === total) return
  for (let seq = 0; seq < total; seq += pageSize) {
    signal?.throwIfAborted()
    const unfinished = await store.unfinishedItems(run.id, seq, seq + pageSize)
    // Those that are to be done again have been written with the result that they have.
    const items = unfinished.filter((item) => !item.hasResult)
    if (items.length > 0) yield items.map(toUnfinishedRow)
  }
}

/** Pages from the first of `total` rows on. The one that follows is read while a page is being written. */
async function* readAhead(
  total: number,
  read: (from: number) => Promise<readonly CsvRow[]>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly CsvRow[]> {
  let next = total > 0 ? read(0) : null
  for (let from = pageSize; next !== null; from += pageSize) {
    signal?.throwIfAborted()
    const rows: readonly CsvRow[] = await next
    next = from < total ? read(from) : null
    // Whoever takes no further page need not know how it went.
    next?.catch(() => {})
    yield rows
  }
}

function toUnfinishedRow(item: Awaited<ReturnType<Store['unfinishedItems']>>[number]): CsvRow {
  return {
    seq: item.seq,
    path: item.path,
    status: 'not_done',
    size: item.size,
    modifiedAt: item.modifiedAt,
    startedAt: null,
    duration: null,
    worker: null,
    attempt: item.attempts,
    values: [],
    error: null,
    cause: null,
    doneInRun: null,
    output: null,
  }
}
