import type { ResultRow } from '../../../shared/model/result.ts'
import { numberAt, toldNumber, type IndexedError } from './batches.ts'
import { toPathText } from './item-rows.ts'
import { attachOutputs, type IndexedOutput } from './output-rows.ts'
import { toResultRow, type ResultItemRow } from './result-rows.ts'

/**
 * Result rows, by column, as they come from a thread of the store in great numbers: an object for each row would be
 * cloned with the names of its members, which takes the receiving thread longer than all else it does with them.
 * A number that is not there is NaN.
 */
export interface RowColumns {
  readonly positions: Float64Array
  readonly seqs: Float64Array
  readonly paths: readonly string[]
  readonly statuses: Uint8Array
  readonly sizes: Float64Array
  readonly modifiedAt: Float64Array
  readonly startedAt: Float64Array
  readonly durations: Float64Array
  readonly workers: Uint16Array
  readonly attempts: Uint32Array
  /** The values as a JSON array; null for none. */
  readonly values: readonly (string | null)[]
  readonly doneInRuns: Float64Array
  readonly errors: readonly RowError[]
  readonly outputs: readonly IndexedOutput[]
}

interface RowError extends IndexedError {
  readonly cause: string | null
}

/** The columns of rows. @param outputs those that the rows have, by ascending index */
export function packRows(rows: readonly ResultItemRow[], outputs: readonly IndexedOutput[]): RowColumns {
  const count = rows.length
  const errors: RowError[] = []
  const columns = {
    positions: new Float64Array(count),
    seqs: new Float64Array(count),
    paths: new Array<string>(count),
    statuses: new Uint8Array(count),
    sizes: new Float64Array(count),
    modifiedAt: new Float64Array(count),
    startedAt: new Float64Array(count),
    durations: new Float64Array(count),
    workers: new Uint16Array(count),
    attempts: new Uint32Array(count),
    values: new Array<string | null>(count),
    doneInRuns: new Float64Array(count),
    errors,
    outputs,
  }
  for (const [index, row] of rows.entries()) {
    columns.positions[index] = row.position
    columns.seqs[index] = row.seq
    columns.paths[index] = toPathText(row.path)
    columns.statuses[index] = row.status
    columns.sizes[index] = row.size ?? Number.NaN
    columns.modifiedAt[index] = row.modifiedAt ?? Number.NaN
    columns.startedAt[index] = row.startedAt
    columns.durations[index] = row.duration
    columns.workers[index] = row.worker
    columns.attempts[index] = row.attempt
    columns.values[index] = row.resultValues
    columns.doneInRuns[index] = row.doneInRun ?? Number.NaN
    const { errorCode: code, errorMessage: message, cause } = row
    if (code !== null && message !== null) errors.push({ index, code, message, cause })
  }
  return columns
}

/** The rows of columns. @throws EngineError DATABASE_UNREADABLE for values that cannot be read */
export function unpackRows(columns: RowColumns): ResultRow[] {
  const errors = new Map(columns.errors.map((error) => [error.index, error]))
  const rows = columns.paths.map((path, index) => {
    const error = errors.get(index)
    return toResultRow({
      position: numberAt(columns.positions, index),
      seq: numberAt(columns.seqs, index),
      path,
      status: numberAt(columns.statuses, index),
      size: toldNumber(columns.sizes[index]),
      modifiedAt: toldNumber(columns.modifiedAt[index]),
      startedAt: numberAt(columns.startedAt, index),
      duration: numberAt(columns.durations, index),
      worker: numberAt(columns.workers, index),
      attempt: numberAt(columns.attempts, index),
      resultValues: columns.values[index] ?? null,
      errorCode: error?.code ?? null,
      errorMessage: error?.message ?? null,
      cause: error?.cause ?? null,
      doneInRun: toldNumber(columns.doneInRuns[index]),
    })
  })
  return attachOutputs(rows, columns.outputs)
}
