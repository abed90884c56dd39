import { Readable } from 'node:stream'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Comparison, ComparisonPage } from '../../../shared/contract/comparison.ts'
import type { ExportReceipt } from '../../../shared/contract/contract.ts'
import type { ComparisonRow } from '../../../shared/model/comparison.ts'
import { displayPath } from '../../../shared/model/path-text.ts'
import type { Cell, ResultColumn } from '../../../shared/model/result.ts'
import { csvLines } from './csv-lines.ts'
import { exportError } from './export-errors.ts'
import { writeFileSafely } from './safe-file.ts'

/** Rows that are read and written at a time. */
const pageSize = 1_000

const sides = ['before', 'after'] as const
type Side = (typeof sides)[number]

/** Reads rows `offset` to `offset + limit` of a comparison. */
export type ReadComparison = (
  request: Comparison & { readonly offset: number; readonly limit: number },
) => Promise<ComparisonPage>

/**
 * Writes a comparison of two runs as CSV, a row an item, into a file that appears, or replaces the one of that name,
 * only when it is whole.
 * @throws EngineError EXPORT_FAILED with the reason, or those of `read`
 */
export async function writeComparisonFile(
  read: ReadComparison,
  comparison: Comparison,
  path: string,
  signal: AbortSignal | undefined,
): Promise<ExportReceipt> {
  const receipt = { rows: 0, bytes: 0 }
  try {
    await writeFileSafely(path, comparisonCsv(read, comparison, receipt), signal)
  } catch (error) {
    throw exportError(error, path)
  }
  return { path, ...receipt }
}

/**
 * Writes a comparison as CSV to a stream, no faster than the stream takes it. Does not end the stream; destroys it where
 * the export fails.
 * @throws EngineError EXPORT_FAILED where the stream fails or is destroyed, or those of `read`
 */
export async function writeComparison(
  read: ReadComparison,
  comparison: Comparison,
  destination: Writable,
): Promise<void> {
  const pages = comparisonCsv(read, comparison, { rows: 0, bytes: 0 })
  try {
    await pipeline(Readable.from(pages, { objectMode: true }), destination, { end: false })
  } catch (error) {
    // Otherwise whoever reads the other end could take a part for the whole.
    destination.destroy()
    throw exportError(error, null)
  }
}

/** The file, a page at a time. Counts into `receipt` what it gives away. */
async function* comparisonCsv(
  read: ReadComparison,
  comparison: Comparison,
  receipt: { rows: number; bytes: number },
): AsyncGenerator<Buffer> {
  function toBytes(records: readonly (readonly Cell[])[]): Buffer {
    const bytes = Buffer.from(csvLines(records, { escapeFormulas: true }), 'utf8')
    receipt.bytes += bytes.length
    return bytes
  }

  for (let offset = 0; ; offset += pageSize) {
    const { rows, columns, total } = await read({ ...comparison, offset, limit: pageSize })
    if (offset === 0) yield toBytes([headerOf(columns)])
    receipt.rows += rows.length
    if (rows.length > 0) yield toBytes(rows.map((row) => cellsOf(row, columns)))
    if (offset + pageSize >= total) return
  }
}

function headerOf(columns: readonly ResultColumn[]): string[] {
  const ofSide = (side: Side): string[] =>
    ['seq', 'status', 'duration_ms', ...columns.map(({ name }) => name), 'error_code', 'error_message'].map(
      (name) => `${side}_${name}`,
    )
  return ['path', 'outcome', 'pace', ...sides.flatMap(ofSide)]
}

function cellsOf(row: ComparisonRow, columns: readonly ResultColumn[]): Cell[] {
  return [
    displayPath(row.path),
    row.outcome.replaceAll('-', '_'),
    row.pace,
    ...sides.flatMap((side) => cellsOfSide(row[side], columns)),
  ]
}

function cellsOfSide(item: ComparisonRow[Side], columns: readonly ResultColumn[]): Cell[] {
  const result = item?.result ?? null
  const notDone = item === null ? null : 'not_done'
  return [
    item?.seq ?? null,
    result === null ? notDone : result.status.replaceAll('-', '_'),
    result === null ? null : Math.round(result.duration * 1000) / 1000,
    ...columns.map((_, index) => result?.values[index] ?? null),
    result?.error?.code ?? null,
    result?.error?.message ?? null,
  ]
}
