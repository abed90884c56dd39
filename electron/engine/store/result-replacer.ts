import type Database from 'better-sqlite3'
import type { CommittedCounts } from './records.ts'
import { statusCodes, toStatus } from './status-codes.ts'

/** A new result for an item that may have one already. */
export interface NewResult {
  readonly runId: number
  readonly seq: number
  readonly status: number
  readonly startedAt: number
  readonly duration: number
  readonly worker: number
  readonly attempt: number
  readonly values: string | null
  readonly code: string | null
  readonly message: string | null
  readonly cause: string | null
  /** 1 where it is of the file that was found, else 0. */
  readonly asFound: number
}

/** Under which count the replaced result stood. */
type OldStatus = keyof Omit<CommittedCounts, 'retrying' | 'bytesDone'>

/**
 * Puts a result in the place of the one that an item had, if the item was asked to be done again, and says
 * what the old one was; null for an item that was not. The old failure is kept among the attempts.
 */
export type ResultReplacer = (result: NewResult) => OldStatus | null

export function createResultReplacer(database: Database.Database): ResultReplacer {
  const endRetry = database.prepare<[number, number]>('DELETE FROM retries WHERE run_id = ? AND seq = ?')
  const selectOld = database.prepare<[number, number], { status: number; position: number }>(
    'SELECT status, position FROM results WHERE run_id = ? AND seq = ?',
  )
  const keepAttempt = database.prepare<[number, number]>(
    `INSERT INTO attempts (run_id, seq, attempt, started_at, duration, worker, error_code, error_message, cause)
     SELECT run_id, seq, attempt, started_at, duration, worker, error_code, error_message, cause
     FROM results WHERE run_id = ? AND position = ? AND status = ${statusCodes.failed}`,
  )
  const update = database.prepare<NewResult & { readonly position: number }>(
    `UPDATE results SET status = :status, started_at = :startedAt, duration = :duration, worker = :worker,
       attempt = :attempt, result_values = :values, error_code = :code, error_message = :message,
       cause = :cause, done_in_run = NULL, as_found = :asFound
     WHERE run_id = :runId AND position = :position`,
  )
  // What stands at earlier positions may have to be found again by runs that skip what is done.
  const forgetIndexed = database.prepare<[number, number]>(
    'UPDATE runs SET done_indexed = min(done_indexed, ?) WHERE id = ?',
  )
  return (result) => {
    const { runId, seq, status } = result
    if (endRetry.run(runId, seq).changes === 0) return null
    const old = selectOld.get(runId, seq)
    if (old === undefined)
      throw new Error(`Item ${seq} of run ${runId} is to be done again but has no result.`)
    const { position } = old
    keepAttempt.run(runId, position)
    update.run({ ...result, position })
    if (status === statusCodes.succeeded) forgetIndexed.run(position - 1, runId)
    const before = toStatus(old.status)
    return before === 'already-done' ? 'alreadyDone' : before
  }
}
