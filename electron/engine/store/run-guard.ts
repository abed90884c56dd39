import type Database from 'better-sqlite3'
import { isActiveState, type RunState } from '../../../shared/model/run.ts'
import { EngineError, runNotFound } from '../errors.ts'
import type { CommittedCounts } from './records.ts'

/** What a write needs to know of its run. */
export interface WritableRun extends CommittedCounts {
  readonly owner: string
  readonly state: RunState
  readonly enumerated: 0 | 1
  readonly totalItems: number
  readonly sessions: number
  readonly recipe: string
}

const columns = `owner, state, enumerated, total_items AS totalItems, succeeded, failed, already_done AS alreadyDone,
  skipped, retrying, done_bytes AS bytesDone, sessions, recipe`

/** Finds a run, whatever its state. To be called inside the write transaction. */
export type RunFinder = (runId: number) => WritableRun

export function createRunFinder(database: Database.Database): RunFinder {
  const select = database.prepare<[number], WritableRun>(`SELECT ${columns} FROM runs WHERE id = ?`)
  return (runId) => {
    const run = select.get(runId)
    if (run === undefined) throw runNotFound(runId)
    return run
  }
}

/** Finds a run and makes sure that this store may write to it. To be called inside the write transaction. */
export type RunGuard = (runId: number) => WritableRun

/** Only a run that is at work or paused, and only by the store that has it in hand, may be written to. */
export function createRunGuard(find: RunFinder, ownerId: string): RunGuard {
  return (runId) => {
    const run = find(runId)
    if (!isActiveState(run.state)) throw notActive(runId, run.state)
    if (run.owner !== ownerId) throw runElsewhere(runId)
    return run
  }
}

/** A run that would have to be at work for this. */
function notActive(runId: number, state: RunState): EngineError {
  const message =
    state === 'queued'
      ? `Run ${runId} is still waiting in the queue.`
      : `Run ${runId} has already ended (${state}).`
  return new EngineError('RUN_NOT_ACTIVE', message, { data: { runId, state } })
}

/** A run that another living process has in hand. */
export function runElsewhere(runId: number): EngineError {
  return new EngineError('RUN_ELSEWHERE', `Run ${runId} belongs to another Batchyard process.`, {
    data: { runId },
  })
}

/** How many results a run has. */
export function resultCount(run: CommittedCounts): number {
  return run.succeeded + run.failed + run.alreadyDone + run.skipped
}

/** The counts of a run alone. */
export function countsOf(run: CommittedCounts): CommittedCounts {
  const { succeeded, failed, alreadyDone, skipped, retrying, bytesDone } = run
  return { succeeded, failed, alreadyDone, skipped, retrying, bytesDone }
}
