import type Database from 'better-sqlite3'
import type { ItemErrorCode } from '../../../shared/contract/errors.ts'
import { itemColumns, toFoundItem } from './item-rows.ts'
import type { ItemRow } from './item-rows.ts'
import { outputSql } from './output-queries.ts'
import { toStoredOutput, type MadeColumns, type PlanColumns } from './output-rows.ts'
import type { StoredItem } from './records.ts'

const workerDied: ItemErrorCode = 'WORKER_DIED'

/** That an item `i` has no result. */
export const hasNoResult =
  'NOT EXISTS (SELECT 1 FROM results AS r WHERE r.run_id = i.run_id AND r.seq = i.seq)'
const isToBeRetried = 'EXISTS (SELECT 1 FROM retries AS t WHERE t.run_id = i.run_id AND t.seq = i.seq)'

/** The queries for items that are to be done. */
export const itemSql = {
  unfinished: `SELECT ${itemColumns} FROM items AS i WHERE i.run_id = ? AND i.seq > ?
    AND ${hasNoResult} ORDER BY i.seq LIMIT ?`,
  toRetry: `SELECT ${itemColumns} FROM retries AS t CROSS JOIN items AS i ON i.run_id = t.run_id AND i.seq = t.seq
    WHERE t.run_id = ? AND t.seq > ? ORDER BY t.seq LIMIT ?`,
  within: `SELECT ${itemColumns} FROM items AS i WHERE i.run_id = ? AND i.seq > ? AND i.seq <= ?
    AND (${hasNoResult} OR ${isToBeRetried}) ORDER BY i.seq`,
  one: `SELECT ${itemColumns} FROM items AS i WHERE i.run_id = ? AND i.seq = ?
    AND (${hasNoResult} OR ${isToBeRetried})`,
}

interface Progress {
  readonly remaining: number
  readonly retrying: number
  readonly sessions: number
  readonly hasAttempts: 0 | 1
  readonly makesOutputs: 0 | 1
}

interface Tries {
  readonly attempts: number
  readonly crashes: number
  readonly hasResult: 0 | 1
}

/** What of a run's items is still to be done. */
export function prepareItemQueries(database: Database.Database) {
  const unfinished = database.prepare<[number, number, number], ItemRow>(itemSql.unfinished)
  const toRetry = database.prepare<[number, number, number], ItemRow>(itemSql.toRetry)
  const within = database.prepare<[number, number, number], ItemRow>(itemSql.within)
  const one = database.prepare<[number, number], ItemRow>(itemSql.one)
  const selectProgress = database.prepare<[number], Progress>(
    `SELECT total_items - succeeded - failed - already_done - skipped AS remaining, retrying, sessions,
       makes_outputs AS makesOutputs,
       EXISTS (SELECT 1 FROM attempts WHERE run_id = runs.id) AS hasAttempts
     FROM runs WHERE id = ?`,
  )
  // Tries that were not the last stand in `attempts`; where there is a result, its own try comes on top.
  const selectTries = database.prepare<{ runId: number; seq: number }, Tries>(
    `SELECT max(coalesce(r.attempt, 0), coalesce(a.attempts, 0)) AS attempts,
       coalesce(a.crashes, 0) + (r.error_code IS '${workerDied}') AS crashes, r.seq IS NOT NULL AS hasResult
     FROM (SELECT max(attempt) AS attempts, sum(error_code = '${workerDied}') AS crashes
           FROM attempts WHERE run_id = :runId AND seq = :seq) AS a
     LEFT JOIN results AS r ON r.run_id = :runId AND r.seq = :seq`,
  )

  const selectOutput = database.prepare<[number, number], PlanColumns & MadeColumns>(outputSql.one)

  function outputOf(runId: number, seq: number): StoredItem['output'] {
    const row = selectOutput.get(runId, seq)
    return row === undefined ? null : toStoredOutput(row)
  }

  function withTries(
    runId: number,
    rows: readonly ItemRow[],
    progress: Progress | undefined,
    isFirstSession = false,
  ): StoredItem[] {
    // What a first session has not come by yet was not tried either.
    const mayHaveTries =
      progress !== undefined && !isFirstSession && (progress.hasAttempts === 1 || progress.retrying > 0)
    const makesOutputs = progress?.makesOutputs === 1
    return rows.map((row) => {
      const tries = mayHaveTries ? selectTries.get({ runId, seq: row.seq }) : undefined
      return {
        ...toFoundItem(row),
        attempts: tries?.attempts ?? 0,
        crashes: tries?.crashes ?? 0,
        hasResult: tries?.hasResult === 1,
        output: makesOutputs ? outputOf(runId, row.seq) : null,
      }
    })
  }

  const readPending = database.transaction((runId: number, afterSeq: number, limit: number): StoredItem[] => {
    const progress = selectProgress.get(runId)
    if (progress === undefined) return []
    // Looked for only where there are some: otherwise all that is done would be looked through.
    const open = progress.remaining > 0 ? unfinished.all(runId, afterSeq, limit) : []
    const again = progress.retrying > 0 ? toRetry.all(runId, afterSeq, limit) : []
    const rows =
      again.length === 0
        ? open
        : [...open, ...again].toSorted((first, second) => first.seq - second.seq).slice(0, limit)
    return withTries(runId, rows, progress, progress.sessions <= 1)
  })
  const readWithin = database.transaction((runId: number, afterSeq: number, lastSeq: number): StoredItem[] =>
    withTries(runId, within.all(runId, afterSeq, lastSeq), selectProgress.get(runId)),
  )
  const readToDo = database.transaction((runId: number, seqs: readonly number[]): StoredItem[] =>
    withTries(
      runId,
      seqs.flatMap((seq) => one.all(runId, seq)),
      selectProgress.get(runId),
    ),
  )

  return {
    pendingItems: (runId: number, afterSeq: number, limit: number) => readPending(runId, afterSeq, limit),
    unfinishedItems: (runId: number, afterSeq: number, lastSeq: number) =>
      readWithin(runId, afterSeq, lastSeq),
    itemsToDo: (runId: number, seqs: readonly number[]) => readToDo(runId, seqs),
  }
}
