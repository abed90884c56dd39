import type Database from 'better-sqlite3'
import type { RunState } from '../../../shared/model/run.ts'
import { EngineError, runNotFound } from '../errors.ts'

/** What a write needs to know of its run. */
export interface WritableRun {
  readonly owner: string
  readonly state: RunState
  readonly totalItems: number
  readonly succeeded: number
  readonly failed: number
}

/** Finds a run and makes sure that this store may write to it. To be called inside the write transaction. */
export type RunGuard = (runId: number) => WritableRun

/** Only a run that has not ended, and only by the store that created it, may be written to. */
export function createRunGuard(database: Database.Database, ownerId: string): RunGuard {
  const select = database.prepare<[number], WritableRun>(
    'SELECT owner, state, total_items AS totalItems, succeeded, failed FROM runs WHERE id = ?',
  )
  return (runId) => {
    const run = select.get(runId)
    if (run === undefined) throw runNotFound(runId)
    if (run.state !== 'running') {
      throw new EngineError('RUN_NOT_ACTIVE', `Run ${runId} has already ended (${run.state}).`, {
        data: { runId, state: run.state },
      })
    }
    if (run.owner !== ownerId) {
      throw new EngineError('RUN_ELSEWHERE', `Run ${runId} belongs to another Batchyard process.`, {
        data: { runId },
      })
    }
    return run
  }
}
