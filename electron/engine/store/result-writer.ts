import type Database from 'better-sqlite3'
import { causeOf } from '../../../shared/model/cause.ts'
import { numberAt } from './batches.ts'
import type { ResultColumns } from './batches.ts'
import { prepareBulkInsert } from './bulk-insert.ts'
import type { SqlValue } from './bulk-insert.ts'
import { createMadeWriter } from './output-writer.ts'
import type { AttemptRecord, CommittedCounts, LogRecord } from './records.ts'
import { createResultReplacer } from './result-replacer.ts'
import type { CountsWriter } from './run-counts.ts'
import { resultCount } from './run-guard.ts'
import type { RunGuard } from './run-guard.ts'
import { statusCodes } from './status-codes.ts'

const resultColumns = [
  'run_id',
  'position',
  'seq',
  'status',
  'started_at',
  'duration',
  'worker',
  'attempt',
  'result_values',
  'error_code',
  'error_message',
  'cause',
  'done_in_run',
]
const attemptColumns = [
  'run_id',
  'seq',
  'attempt',
  'started_at',
  'duration',
  'worker',
  'error_code',
  'error_message',
  'cause',
]
const logColumns = ['run_id', 'seq', 'attempt', 'text', 'truncated_bytes']

/**
 * Writes results: each new one at the next position, each of an item that is done again in the place of its
 * old one. With them the tries that were not the last, the logs and the run's counts. All of a batch or none.
 */
export function createResultWriter(database: Database.Database, guard: RunGuard, writeCounts: CountsWriter) {
  const insert = prepareBulkInsert(database, 'results', resultColumns)
  const insertAttempts = prepareBulkInsert(database, 'attempts', attemptColumns)
  const insertLogs = prepareBulkInsert(database, 'logs', logColumns)
  const replace = createResultReplacer(database)
  const writeMade = createMadeWriter(database)

  const write = database.transaction(
    (
      runId: number,
      results: ResultColumns,
      attempts: readonly AttemptRecord[],
      logs: readonly LogRecord[],
    ): CommittedCounts => {
      const run = guard(runId)
      let { succeeded, failed, skipped, bytesDone } = run
      const { alreadyDone, retrying } = run
      const replaced = { succeeded: 0, failed: 0, alreadyDone: 0, skipped: 0, retrying: 0 }
      let position = resultCount(run)
      const rows: SqlValue[] = []
      let nextError = 0
      for (const [index, values] of results.values.entries()) {
        const seq = numberAt(results.seqs, index)
        const error = results.errors[nextError]?.index === index ? results.errors[nextError] : undefined
        if (error !== undefined) nextError += 1
        const status =
          values !== null
            ? statusCodes.succeeded
            : error !== undefined
              ? statusCodes.failed
              : statusCodes.skipped
        if (status === statusCodes.succeeded) succeeded += 1
        else if (status === statusCodes.failed) failed += 1
        else skipped += 1
        const startedAt = numberAt(results.startedAt, index)
        const duration = numberAt(results.durations, index)
        const worker = numberAt(results.workers, index)
        const attempt = numberAt(results.attempts, index)
        const code = error?.code ?? null
        const message = error?.message ?? null
        const cause = error?.cause ?? null
        if (run.retrying > 0) {
          const old = replace({
            runId,
            seq,
            status,
            startedAt,
            duration,
            worker,
            attempt,
            values,
            code,
            message,
            cause,
          })
          if (old !== null) {
            replaced[old] += 1
            replaced.retrying += 1
            continue
          }
        }
        position += 1
        bytesDone += numberAt(results.bytes, index)
        rows.push(
          runId,
          position,
          seq,
          status,
          startedAt,
          duration,
          worker,
          attempt,
          values,
          code,
          message,
          cause,
          null,
        )
      }
      insert(rows)
      for (const { seq, made } of results.made) writeMade(runId, seq, made)
      if (attempts.length > 0) insertAttempts(attempts.flatMap((each) => attemptValues(runId, each)))
      if (logs.length > 0) insertLogs(logs.flatMap((each) => logValues(runId, each)))
      return writeCounts(runId, {
        succeeded: succeeded - replaced.succeeded,
        failed: failed - replaced.failed,
        alreadyDone: alreadyDone - replaced.alreadyDone,
        skipped: skipped - replaced.skipped,
        retrying: retrying - replaced.retrying,
        bytesDone,
      })
    },
  )
  return (
    runId: number,
    results: ResultColumns,
    attempts: readonly AttemptRecord[],
    logs: readonly LogRecord[],
  ): CommittedCounts => write.immediate(runId, results, attempts, logs)
}

function attemptValues(runId: number, record: AttemptRecord): SqlValue[] {
  const { seq, path, attempt, startedAt, duration, worker, error } = record
  const cause = causeOf(error.code, error.message, path)
  return [runId, seq, attempt, startedAt, duration, worker, error.code, error.message, cause]
}

function logValues(runId: number, { seq, attempt, text, truncatedBytes }: LogRecord): SqlValue[] {
  return [runId, seq, attempt, text, truncatedBytes]
}
