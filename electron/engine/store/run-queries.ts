import type Database from 'better-sqlite3'
import { isActiveState, type RunState, type RunSummary } from '../../../shared/model/run.ts'
import type { Retention } from '../../../shared/model/settings.ts'
import type { ChosenJob } from './records.ts'
import { selectRuns, toChosenJob, toOwnedRun } from './run-rows.ts'
import type { OwnedRun, RunRow } from './run-rows.ts'

/** Runs as they stand in the database. */
export interface StoredRuns {
  readonly runs: RunSummary[]
  /** Ids of stores that are gone but are said to be at work on one of the runs. */
  readonly deadOwners: readonly string[]
}

/** To whom a run belongs; `dead` is a store that is gone without having ended the run. */
export type FoundOwner =
  | { readonly kind: 'this' | 'nobody' }
  | { readonly kind: 'other'; readonly id: string }
  | { readonly kind: 'dead'; readonly id: string }

/** A run that waits, and who put it into the queue: `nobody` is a process that is gone. */
export interface QueuedRun {
  readonly run: RunSummary
  readonly owner: 'this' | 'other' | 'nobody'
}

/** Which runs of the history are wanted. */
export interface RunFilter {
  readonly limit: number
  readonly before: number | null
  readonly search: string | null
  readonly states: readonly RunState[] | null
}

/** The queries for runs. */
export const runSql = {
  owner: 'SELECT owner, state FROM runs WHERE id = ?',
  run: selectRuns('WHERE runs.id = ?'),
  job: 'SELECT job FROM jobs WHERE run_id = ?',
  queue: selectRuns(`WHERE state = 'queued' ORDER BY queue_order, runs.id`),
  before: selectRuns('WHERE runs.id < ? ORDER BY runs.id DESC LIMIT ?'),
  expired: `SELECT id FROM (SELECT id, finished_at, row_number() OVER (ORDER BY id DESC) AS place
      FROM runs JOIN jobs ON jobs.run_id = runs.id)
    WHERE finished_at IS NOT NULL AND (finished_at < :before OR place > :kept) ORDER BY id`,
  filtered: selectRuns(`WHERE runs.id < :before
    AND (:states IS NULL OR state IN (SELECT value FROM json_each(:states)))
    AND (:search IS NULL OR instr(folded(name), :search) > 0 OR instr(folded(task_type), :search) > 0
      OR EXISTS (SELECT 1 FROM json_each(summary, '$.inputs') AS input
        WHERE instr(folded(coalesce(input.value ->> 'path', input.value ->> 'pattern')), :search) > 0))
    ORDER BY runs.id DESC LIMIT :limit`),
}

const millisecondsPerDay = 86_400_000

interface FilterParameters {
  readonly before: number
  readonly states: string | null
  readonly search: string | null
  readonly limit: number
}

/** Runs, the history and the queue. `isDead` tells whether the store of an id is gone. */
export function prepareRunQueries(
  database: Database.Database,
  ownId: string,
  isDead: (owner: string) => boolean,
) {
  database.function('folded', { deterministic: true }, (text: unknown) =>
    typeof text === 'string' ? text.toLowerCase() : null,
  )
  const selectOwner = database.prepare<[number], { owner: string; state: RunState }>(runSql.owner)
  const selectRun = database.prepare<[number], RunRow>(runSql.run)
  const selectJob = database.prepare<[number], string>(runSql.job).pluck()
  const selectQueue = database.prepare<[], RunRow>(runSql.queue)
  const selectBefore = database.prepare<[number, number], RunRow>(runSql.before)
  const selectExpired = database
    .prepare<{ readonly before: number; readonly kept: number }, number>(runSql.expired)
    .pluck()
  const selectFiltered = database.prepare<[FilterParameters], RunRow>(runSql.filtered)

  function withDeadOwners(found: readonly OwnedRun[]): StoredRuns {
    const active = found.filter((run) => isActiveState(run.summary.state)).map((run) => run.owner)
    return {
      runs: found.map((run) => run.summary),
      deadOwners: [...new Set(active)].filter(isDead),
    }
  }

  return {
    getRun(runId: number): StoredRuns {
      return withDeadOwners(selectRun.all(runId).map(toOwnedRun))
    },
    listRuns({ limit, before, search, states }: RunFilter): StoredRuns {
      const first = before ?? Number.MAX_SAFE_INTEGER
      const rows =
        search === null && states === null
          ? selectBefore.all(first, limit)
          : selectFiltered.all({
              before: first,
              states: states === null ? null : JSON.stringify(states),
              search: search === null ? null : search.toLowerCase(),
              limit,
            })
      return withDeadOwners(rows.map(toOwnedRun))
    },
    queuedRuns(): QueuedRun[] {
      return selectQueue.all().map((row) => {
        const { summary, owner } = toOwnedRun(row)
        return { run: summary, owner: owner === ownId ? 'this' : isDead(owner) ? 'nobody' : 'other' }
      })
    },
    getJob(runId: number): ChosenJob | null {
      const text = selectJob.get(runId)
      return text === undefined ? null : toChosenJob(text, runId)
    },
    /** Ended runs that the retention settings say are to go. */
    expiredRuns({ days, runs }: Retention, now: number): number[] {
      return selectExpired.all({
        before: days === null ? Number.NEGATIVE_INFINITY : now - days * millisecondsPerDay,
        kept: runs ?? Number.MAX_SAFE_INTEGER,
      })
    },
    runOwner(runId: number): FoundOwner {
      const run = selectOwner.get(runId)
      if (run === undefined || !isActiveState(run.state)) return { kind: 'nobody' }
      if (run.owner === ownId) return { kind: 'this' }
      return { kind: isDead(run.owner) ? 'dead' : 'other', id: run.owner }
    },
  }
}
