import type Database from 'better-sqlite3'
import type { ItemDetails, ItemLog } from '../../../shared/contract/run-queries.ts'
import { normaliseMessage, type FailureCause } from '../../../shared/model/cause.ts'
import type { Attempt } from '../../../shared/model/result.ts'
import type { RunState } from '../../../shared/model/run.ts'
import type { Session, SessionKind, ThroughputSample } from '../../../shared/model/session.ts'
import { isWorthRetrying } from '../../../shared/model/worth-retrying.ts'
import { damagedRecord } from './database-errors.ts'
import { itemColumns, toFoundItem } from './item-rows.ts'
import type { ItemRow } from './item-rows.ts'
import { createOutputAttacher, createOutputFinder } from './output-queries.ts'
import { selectResults, toResultRow } from './result-rows.ts'
import type { ResultItemRow } from './result-rows.ts'
import { toIso } from './run-rows.ts'

/** The failures of a run, grouped. */
export interface FailureCauses {
  /** How many causes there are. */
  readonly total: number
  readonly causes: FailureCause[]
}

interface CauseRow {
  readonly cause: string
  readonly count: number
  readonly position: number
}

interface SessionRow {
  readonly session: number
  readonly kind: SessionKind
  readonly startedAt: number
  readonly endedAt: number | null
  readonly duration: number
  readonly endState: RunState | null
}

interface AttemptRow extends Omit<Attempt, 'error'> {
  readonly code: string
  readonly message: string
}

/** The queries for what happened in a run. */
export const historySql = {
  causes: `SELECT cause, count(*) AS count, min(position) AS position FROM results
    WHERE run_id = ? AND cause IS NOT NULL GROUP BY cause ORDER BY count DESC, position`,
  attempts: `SELECT attempt, started_at AS startedAt, duration, worker, error_code AS code,
    error_message AS message, cause FROM attempts WHERE run_id = ? AND seq = ? ORDER BY attempt`,
  log: `SELECT attempt, text, truncated_bytes AS truncatedBytes FROM logs
    WHERE run_id = ? AND seq = ? AND attempt <= ? ORDER BY attempt DESC LIMIT 1`,
  resultOfItem: selectResults('WHERE r.run_id = ? AND r.seq = ?'),
}

/** What happened in a run: its sessions, its failures, the tries at an item. */
export function prepareHistoryQueries(database: Database.Database) {
  const selectCauses = database.prepare<[number], CauseRow>(historySql.causes)
  const selectExample = database.prepare<[number, number], ResultItemRow>(
    selectResults('WHERE r.run_id = ? AND r.position = ?'),
  )
  const selectItem = database.prepare<[number, number], ItemRow>(
    `SELECT ${itemColumns} FROM items AS i WHERE i.run_id = ? AND i.seq = ?`,
  )
  const selectResultOfItem = database.prepare<[number, number], ResultItemRow>(historySql.resultOfItem)
  const withOutputs = createOutputAttacher(createOutputFinder(database))
  const selectAttempts = database.prepare<[number, number], AttemptRow>(historySql.attempts)
  const selectLog = database.prepare<[number, number, number], ItemLog>(historySql.log)
  const selectSessions = database.prepare<[number], SessionRow>(
    `SELECT session, kind, started_at AS startedAt, ended_at AS endedAt, duration, end_state AS endState
     FROM sessions WHERE run_id = ? ORDER BY session`,
  )
  const selectThroughput = database.prepare<[number], ThroughputSample>(
    'SELECT at, items, bytes FROM throughput WHERE run_id = ? ORDER BY at',
  )

  function toCause(runId: number, { cause, count, position }: CauseRow): FailureCause {
    const row = selectExample.get(runId, position)
    if (row === undefined) throw damagedRecord(`result ${position} of run ${runId}`)
    const { seq, path, error } = toResultRow(row)
    if (error === null) throw damagedRecord(`result ${position} of run ${runId}`)
    return {
      cause,
      code: error.code,
      message: normaliseMessage(error.message, path),
      count,
      worthRetrying: isWorthRetrying(error.code),
      example: { seq, path, message: error.message },
    }
  }

  // What is read together must be of the same moment.
  const readCauses = database.transaction((runId: number, limit: number): FailureCauses => {
    const rows = selectCauses.all(runId)
    return { total: rows.length, causes: rows.slice(0, limit).map((row) => toCause(runId, row)) }
  })
  const readItem = database.transaction((runId: number, seq: number): ItemDetails | null => {
    const row = selectItem.get(runId, seq)
    if (row === undefined) return null
    const { rootLength: _, ...item } = toFoundItem(row)
    const found = selectResultOfItem.all(runId, seq).map(toResultRow)
    const [result = null] = withOutputs(runId, found)
    return { ...item, result }
  })

  return {
    causes: (runId: number, limit: number) => readCauses(runId, limit),
    item: (runId: number, seq: number) => readItem(runId, seq),
    attempts(runId: number, seq: number): Attempt[] {
      return selectAttempts.all(runId, seq).map(({ code, message, ...row }) => ({
        ...row,
        error: { code, message },
      }))
    },
    log(runId: number, seq: number, attempt: number | null): ItemLog | null {
      const row = selectLog.get(runId, seq, attempt ?? Number.MAX_SAFE_INTEGER)
      return row === undefined || (attempt !== null && row.attempt !== attempt) ? null : row
    },
    sessions(runId: number): Session[] {
      return selectSessions.all(runId).map((row) => ({
        ...row,
        startedAt: toIso(row.startedAt),
        endedAt: toIso(row.endedAt),
      }))
    },
    throughput: (runId: number): ThroughputSample[] => selectThroughput.all(runId),
  }
}
