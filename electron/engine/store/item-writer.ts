import type Database from 'better-sqlite3'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import { toPathBytes } from '../path-bytes.ts'
import { numberAt, toldNumber } from './batches.ts'
import type { IndexedError, ItemColumns } from './batches.ts'
import { prepareBulkInsert } from './bulk-insert.ts'
import type { SqlValue } from './bulk-insert.ts'
import { doneStatuses } from './done-index.ts'
import type { AddedItems, DoneBefore } from './records.ts'
import type { CountsWriter } from './run-counts.ts'
import { countsOf, resultCount } from './run-guard.ts'
import type { RunGuard, WritableRun } from './run-guard.ts'
import { statusCodes } from './status-codes.ts'

const columns = [
  'run_id',
  'seq',
  'path',
  'size',
  'modified_at',
  'root_length',
  'problem_code',
  'problem_message',
]

/** An item of the batch that was done before. */
export interface IndexedDone extends DoneBefore {
  readonly index: number
  /** Bytes of the item. */
  readonly bytes: number
}

/** Appends items to a run, some of them with the result they had before. All of a batch or none of it. */
export function createItemWriter(database: Database.Database, guard: RunGuard, writeCounts: CountsWriter) {
  const insert = prepareBulkInsert(database, 'items', columns)
  const addTotals = database.prepare<[number, number, number]>(
    `UPDATE runs SET total_items = total_items + ?, total_bytes = min(total_bytes + ?, ${Number.MAX_SAFE_INTEGER})
     WHERE id = ?`,
  )
  const copyResult = database.prepare<[number, number, number, number, number]>(
    `INSERT INTO results (run_id, position, seq, status, started_at, duration, worker, attempt, result_values,
       done_in_run)
     SELECT ?, ?, ?, ${statusCodes['already-done']}, started_at, duration, 0, 0, result_values,
       coalesce(done_in_run, run_id)
     FROM results WHERE run_id = ? AND seq = ? AND status IN (${[...doneStatuses].join(', ')})`,
  )

  function addDone(runId: number, run: WritableRun, done: readonly IndexedDone[]): AddedItems['counts'] {
    let { alreadyDone, bytesDone } = run
    let position = resultCount(run)
    for (const { index, runId: doneRun, seq, bytes } of done) {
      // A run that was deleted a moment ago has no result to give: then the item is simply to be done.
      const { changes } = copyResult.run(runId, position + 1, run.totalItems + index + 1, doneRun, seq)
      if (changes === 0) continue
      position += 1
      alreadyDone += 1
      bytesDone += bytes
    }
    return writeCounts(runId, { ...run, alreadyDone, bytesDone })
  }

  const write = database.transaction(
    (runId: number, items: ItemColumns, done: readonly IndexedDone[]): AddedItems => {
      const run = guard(runId)
      const problems = new Map<number, IndexedError>(
        items.problems.map((problem) => [problem.index, problem]),
      )
      const values: SqlValue[] = []
      let bytes = 0
      for (const [index, path] of items.paths.entries()) {
        const told = toldNumber(items.sizes[index])
        const size = told === null ? null : cappedBytes(told)
        const modifiedAt = toldNumber(items.modifiedAt[index])
        const problem = problems.get(index)
        const { code, message } = problem ?? { code: null, message: null }
        const rootLength = numberAt(items.rootLengths, index)
        values.push(runId, run.totalItems + index + 1, toPathBytes(path))
        values.push(size, modifiedAt, rootLength, code, message)
        bytes += size ?? 0
      }
      insert(values)
      addTotals.run(items.paths.length, cappedBytes(bytes), runId)
      const counts = done.length === 0 ? countsOf(run) : addDone(runId, run, done)
      return { firstSeq: run.totalItems + 1, counts }
    },
  )
  return (runId: number, items: ItemColumns, done: readonly IndexedDone[]): AddedItems =>
    write.immediate(runId, items, done)
}
