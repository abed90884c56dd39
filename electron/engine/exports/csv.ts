import { Readable } from 'node:stream'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify/sync'
import type { ExportReceipt } from '../../../shared/contract/contract.ts'
import type { CsvOptions } from '../../../shared/model/export.ts'
import type { ResultColumn } from '../../../shared/model/result.ts'
import { isEndState, itemsWithResult, type RunSummary } from '../../../shared/model/run.ts'
import type { Store } from '../store/store.ts'
import { pickColumns } from './csv-columns.ts'
import type { CsvRow, PickedColumn } from './csv-columns.ts'
import { exportError } from './export-errors.ts'
import { writeFileSafely } from './safe-file.ts'

export { csvColumns } from './csv-columns.ts'
export type { CsvColumn } from './csv-columns.ts'

/** Rows that are read and written at a time: what bounds the memory of an export. */
const pageSize = 1_000

/** What is to be exported, and how. */
export interface CsvSource {
  readonly store: Pick<Store, 'exportRows' | 'unfinishedItems'>
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
  const settings = {
    record_delimiter: '\r\n',
    // A lone CR or LF within a cell must be quoted as well; with a delimiter of one's own it would not be.
    quote_record_delimiter: true,
    escape_formulas: options.escapeFormulas,
    cast: { boolean: (value: boolean) => String(value) },
    // The only cell of a row must show that it is there: an empty line is not a row.
    quoted_empty: columns.length === 1,
  }
  function toBytes(records: readonly (readonly unknown[])[]): Buffer {
    const bytes = Buffer.from(stringify([...records], settings), 'utf8')
    receipt.bytes += bytes.length
    return bytes
  }

  if (options.byteOrderMark) {
    const mark = Buffer.from('\uFEFF', 'utf8')
    receipt.bytes += mark.length
    yield mark
  }
  yield toBytes([columns.map((column) => column.name)])
  for await (const rows of rowPages(source)) {
    const bytes = toBytes(rows.map((row) => columns.map((column) => column.cell(row))))
    receipt.rows += rows.length
    yield bytes
  }
}

async function* rowPages({ store, run, signal }: CsvSource): AsyncGenerator<readonly CsvRow[]> {
  const { total } = run.counts
  const results = itemsWithResult(run.counts)
  for (let position = 0; position < results; position += pageSize) {
    signal?.throwIfAborted()
    yield await store.exportRows(run.id, position, Math.min(pageSize, results - position))
  }
  if (!isEndState(run.state) || results === total) return
  for (let seq = 0; seq < total; seq += pageSize) {
    signal?.throwIfAborted()
    const unfinished = await store.unfinishedItems(run.id, seq, seq + pageSize)
    // Those that are to be done again have been written with the result that they have.
    const items = unfinished.filter((item) => !item.hasResult)
    if (items.length > 0) yield items.map(toUnfinishedRow)
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
