import type Database from 'better-sqlite3'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import { EngineError } from '../errors.ts'
import type { ResultColumns } from './batches.ts'
import { prepareBulkInsert } from './bulk-insert.ts'
import type { SqlValue } from './bulk-insert.ts'
import type { ResultTotals } from './records.ts'
import type { RunGuard } from './run-guard.ts'

const columns = [
  'run_id',
  'position',
  'seq',
  'failed',
  'status_rank',
  'started_at',
  'duration',
  'worker',
  'result_values',
  'error_code',
  'error_message',
]

/** Appends results to a run and adds them to its counts. All of a batch or none of it. */
export function createResultWriter(database: Database.Database, guard: RunGuard) {
  const insert = prepareBulkInsert(database, 'results', columns)
  const addCounts = database.prepare<[number, number, number, number]>(
    `UPDATE runs SET succeeded = succeeded + ?, failed = failed + ?, 
       done_bytes = min(done_bytes + ?, ${Number.MAX_SAFE_INTEGER})
     WHERE id = ?`,
  )

  const write = database.transaction((runId: number, results: ResultColumns, totals: ResultTotals) => {
    const { succeeded, failed } = guard(runId)
    requireFits(runId, results, totals, succeeded + failed)
    const rows: SqlValue[] = []
    let successRank = succeeded
    let failureRank = failed
    let nextError = 0
    for (const [index, values] of results.values.entries()) {
      const position = results.firstPosition + index
      const seq = at(results.seqs, index)
      const startedAt = at(results.startedAt, index)
      const duration = at(results.durations, index)
      const worker = at(results.workers, index)
      if (values !== null) {
        successRank += 1
        rows.push(runId, position, seq, 0, successRank, startedAt, duration, worker, values, null, null)
        continue
      }
      const error = results.errors[nextError]
      if (error?.index !== index) throw new Error(`The failed result at ${position} has no error.`)
      const { code, message } = error
      nextError += 1
      failureRank += 1
      rows.push(runId, position, seq, 1, failureRank, startedAt, duration, worker, null, code, message)
    }
    insert(rows)
    addCounts.run(totals.succeeded, totals.failed, cappedBytes(totals.bytes), runId)
  })
  return (runId: number, results: ResultColumns, totals: ResultTotals): void => {
    write.immediate(runId, results, totals)
  }
}

/** The counts and the ranks are only right if each batch goes on where the last one ended and is counted rightly. */
function requireFits(runId: number, results: ResultColumns, totals: ResultTotals, done: number): void {
  if (results.firstPosition !== done + 1) {
    throw new EngineError(
      'INTERNAL',
      `Results of run ${runId} came out of order: position ${results.firstPosition} where ${done + 1} was due.`,
    )
  }
  const failed = results.errors.length
  const succeeded = results.values.length - failed
  if (totals.failed !== failed || totals.succeeded !== succeeded) {
    throw new EngineError(
      'INTERNAL',
      `Results of run ${runId} were counted wrongly: ${totals.succeeded} and ${totals.failed} ` +
        `where ${succeeded} succeeded and ${failed} failed.`,
    )
  }
}

function at(column: Float64Array | Uint16Array, index: number): number {
  const value = column[index]
  if (value === undefined) throw new Error(`A column of a batch ends before row ${index}.`)
  return value
}
