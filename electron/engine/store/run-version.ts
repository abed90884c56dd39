import type Database from 'better-sqlite3'
import { isActiveState, type RunState } from '../../../shared/model/run-state.ts'

/** How long what was made of a run at work is used though there are newer results, in milliseconds. */
const usableFor = 2_000

/** Nor is it made anew before so many times the time has passed that it took. */
const restAfterMaking = 5

/** What of a run changes whenever its results do. */
export interface RunRow {
  readonly state: RunState
  readonly sessions: number
  readonly totalItems: number
  readonly succeeded: number
  readonly failed: number
  readonly alreadyDone: number
  readonly skipped: number
  readonly retrying: number
}

/** Something that was made of a run's results and is kept in memory. */
export interface Made {
  /** The version of the results that it was made of. */
  readonly version: string
  /** As `performance.now()` tells it. */
  readonly madeAt: number
  /** Milliseconds. */
  readonly makingTook: number
}

/** Prepares the query for a run's row; undefined where there is no such run. */
export function prepareRunRow(database: Database.Database) {
  const select = database.prepare<[number], RunRow>(
    `SELECT state, sessions, total_items AS totalItems, succeeded, failed, already_done AS alreadyDone, skipped, retrying FROM runs
     WHERE id = ? AND EXISTS (SELECT 1 FROM jobs WHERE run_id = runs.id)`,
  )
  return (runId: number): RunRow | undefined => select.get(runId)
}

export function resultCount(run: RunRow): number {
  return run.succeeded + run.failed + run.alreadyDone + run.skipped
}

/** Whether every item has a result, and none can be added. */
export function isComplete(run: RunRow): boolean {
  return !isActiveState(run.state) && resultCount(run) === run.totalItems
}

/** Makes something of a run's results, and notes of which and how long it took. */
export function make<Value extends object>(run: RunRow, create: () => Value): Value & Made {
  const began = performance.now()
  const value = create()
  const madeAt = performance.now()
  return { ...value, version: versionOf(run), madeAt, makingTook: madeAt - began }
}

/** Whether what was made may be used still: nothing has changed, or not long enough ago while the run is at work. */
export function isUsable({ version, madeAt, makingTook }: Made, run: RunRow): boolean {
  if (version === versionOf(run)) return true
  return (
    isActiveState(run.state) && performance.now() - madeAt < Math.max(usableFor, restAfterMaking * makingTook)
  )
}

/** Different whenever the results of the run are. */
export function versionOf(run: RunRow): string {
  return [
    run.sessions,
    run.succeeded,
    run.failed,
    run.alreadyDone,
    run.skipped,
    run.retrying,
    run.state,
  ].join()
}
