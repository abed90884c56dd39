import type { Cell, ResultRow } from '../../../shared/model/result.ts'
import { damagedRecord } from './database-errors.ts'
import { toPathText } from './item-rows.ts'
import { toStatus } from './status-codes.ts'

/** A row of `results` with its row of `items`. */
export interface ResultItemRow {
  readonly position: number
  readonly seq: number
  readonly path: string | Buffer
  readonly status: number
  readonly size: number | null
  readonly modifiedAt: number | null
  readonly startedAt: number
  readonly duration: number
  readonly worker: number
  readonly attempt: number
  readonly resultValues: string | null
  readonly errorCode: string | null
  readonly errorMessage: string | null
  readonly cause: string | null
  readonly doneInRun: number | null
}

/** What a `ResultItemRow` is made of, where results are called `r` and items `i`. */
export const resultItemColumns = `r.position, r.seq, i.path, r.status, i.size, i.modified_at AS modifiedAt,
  r.started_at AS startedAt, r.duration, r.worker, r.attempt, r.result_values AS resultValues,
  r.error_code AS errorCode, r.error_message AS errorMessage, r.cause, r.done_in_run AS doneInRun`

/**
 * Selects result rows, of which `filter` says which. CROSS JOIN keeps the order of the two tables: results
 * are found first, by the index that the filter is made for, then each one's item by its key.
 */
export function selectResults(filter: string): string {
  return `SELECT ${resultItemColumns}
    FROM results AS r CROSS JOIN items AS i ON i.run_id = r.run_id AND i.seq = r.seq ${filter}`
}

/** The result of a row. @throws EngineError DATABASE_UNREADABLE for what cannot be understood */
export function toResultRow(row: ResultItemRow): ResultRow {
  const { errorCode: code, errorMessage: message } = row
  return {
    position: row.position,
    seq: row.seq,
    path: toPathText(row.path),
    status: toStatus(row.status),
    size: row.size,
    modifiedAt: row.modifiedAt,
    startedAt: row.startedAt,
    duration: row.duration,
    worker: row.worker,
    attempt: row.attempt,
    values: row.resultValues === null ? [] : parseCells(row.resultValues, row.position),
    error: code === null || message === null ? null : { code, message },
    cause: row.cause,
    doneInRun: row.doneInRun,
    output: null,
  }
}

function parseCells(text: string, position: number): Cell[] {
  try {
    const cells: unknown = JSON.parse(text)
    if (Array.isArray(cells) && cells.every(isCell)) return cells
  } catch (error) {
    throw damagedRecord(`result ${position} of a run`, error)
  }
  throw damagedRecord(`result ${position} of a run`)
}

function isCell(value: unknown): value is Cell {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  )
}
