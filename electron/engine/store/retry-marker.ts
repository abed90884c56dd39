import type Database from 'better-sqlite3'
import type { RetrySelection } from '../../../shared/model/session.ts'
import { itemNotFound } from '../errors.ts'
import { statusCodes } from './status-codes.ts'

/** Writes down which items of a run are to be done again, and says how many were not marked before. */
export type RetryMarker = (runId: number, which: RetrySelection) => number

export function createRetryMarker(database: Database.Database): RetryMarker {
  const markFailed = database.prepare<[number]>(
    `INSERT OR IGNORE INTO retries (run_id, seq)
     SELECT run_id, seq FROM results WHERE run_id = ? AND status = ${statusCodes.failed} ORDER BY seq`,
  )
  const markCause = database.prepare<[number, string]>(
    `INSERT OR IGNORE INTO retries (run_id, seq)
     SELECT run_id, seq FROM results WHERE run_id = ? AND cause = ? ORDER BY seq`,
  )
  // An item that has no result yet is done anyway.
  const markItem = database.prepare<[number, number]>(
    'INSERT OR IGNORE INTO retries (run_id, seq) SELECT run_id, seq FROM results WHERE run_id = ? AND seq = ?',
  )
  const hasItem = database
    .prepare<[number, number], 1>('SELECT 1 FROM items WHERE run_id = ? AND seq = ?')
    .pluck()

  return (runId, which) => {
    switch (which.kind) {
      case 'failed':
        return markFailed.run(runId).changes
      case 'cause':
        return markCause.run(runId, which.cause).changes
      case 'items': {
        let marked = 0
        for (const seq of which.seqs) {
          if (hasItem.get(runId, seq) === undefined) throw itemNotFound(runId, seq)
          marked += markItem.run(runId, seq).changes
        }
        return marked
      }
    }
  }
}
