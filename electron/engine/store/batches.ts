import type { MadeOutput } from '../../../shared/model/planned-output.ts'
import { causeOf } from '../../../shared/model/cause.ts'
import type { FoundItem, ResultRecord } from './records.ts'

/**
 * Batches cross to the store's thread as columns: a handful of arrays is cloned in less than half the time
 * that an object for each row takes, and that time is spent on the engine's main thread.
 */

/** A code and a message that belong to the row of this index; most rows have none. */
export interface IndexedError {
  readonly index: number
  readonly code: string
  readonly message: string
}

/** An error with what failures of its kind share. */
export interface IndexedFailure extends IndexedError {
  readonly cause: string
}

/** Found items, by column. A number that could not be told is NaN. */
export interface ItemColumns {
  readonly paths: readonly string[]
  readonly sizes: Float64Array
  readonly modifiedAt: Float64Array
  readonly rootLengths: Uint32Array
  readonly problems: readonly IndexedError[]
}

/** Results, by column, in the order in which they came. */
export interface ResultColumns {
  readonly seqs: Float64Array
  readonly attempts: Uint32Array
  readonly bytes: Float64Array
  readonly startedAt: Float64Array
  readonly durations: Float64Array
  readonly workers: Uint16Array
  /** The values as a JSON array; null for an item that failed or was skipped. */
  readonly values: readonly (string | null)[]
  /** The indices of those that succeeded with a file that was not as it was found, ascending; most batches have none. */
  readonly otherFiles: readonly number[]
  /** One for each failed item, by ascending index. What has neither values nor an error was skipped. */
  readonly errors: readonly IndexedFailure[]
  /** The outputs that came to stand. */
  readonly made: readonly { readonly seq: number; readonly made: MadeOutput }[]
}

export function packItems(items: readonly FoundItem[]): ItemColumns {
  const paths: string[] = []
  const sizes = new Float64Array(items.length)
  const modifiedAt = new Float64Array(items.length)
  const rootLengths = new Uint32Array(items.length)
  const problems: IndexedError[] = []
  for (const [index, item] of items.entries()) {
    paths.push(item.path)
    sizes[index] = item.size ?? Number.NaN
    modifiedAt[index] = item.modifiedAt ?? Number.NaN
    rootLengths[index] = item.rootLength
    if (item.problem !== null) {
      problems.push({ index, code: item.problem.code, message: item.problem.message })
    }
  }
  return { paths, sizes, modifiedAt, rootLengths, problems }
}

export function packResults(rows: readonly ResultRecord[]): ResultColumns {
  const seqs = new Float64Array(rows.length)
  const attempts = new Uint32Array(rows.length)
  const bytes = new Float64Array(rows.length)
  const startedAt = new Float64Array(rows.length)
  const durations = new Float64Array(rows.length)
  const workers = new Uint16Array(rows.length)
  const values: (string | null)[] = []
  const otherFiles: number[] = []
  const errors: IndexedFailure[] = []
  const made: { seq: number; made: MadeOutput }[] = []
  for (const [index, row] of rows.entries()) {
    seqs[index] = row.seq
    attempts[index] = row.attempt
    bytes[index] = row.bytes
    startedAt[index] = row.startedAt
    durations[index] = row.duration
    workers[index] = row.worker
    values.push(row.outcome.status === 'succeeded' ? JSON.stringify(row.outcome.values) : null)
    if (row.outcome.status === 'succeeded') {
      if (!row.outcome.isAsFound) otherFiles.push(index)
      if (row.outcome.made !== undefined) made.push({ seq: row.seq, made: row.outcome.made })
    }
    if (row.outcome.status === 'failed') {
      const { code, message } = row.outcome.error
      errors.push({ index, code, message, cause: causeOf(code, message, row.path) })
    }
  }
  return { seqs, attempts, bytes, startedAt, durations, workers, values, otherFiles, errors, made }
}

/** A number of a column; NaN stands for none. */
export function toldNumber(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}

/** A number that the column must have. */
export function numberAt(
  column: Float64Array | Uint8Array | Uint16Array | Uint32Array,
  index: number,
): number {
  const value = column[index]
  if (value === undefined) throw new Error(`A column of a batch ends before row ${index}.`)
  return value
}
