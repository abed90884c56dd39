import { dirname } from 'node:path'
import type Database from 'better-sqlite3'
import type { ResultPage } from '../../../shared/contract/contract.ts'
import type { ResultRow, ResultStatus } from '../../../shared/model/result.ts'
import type { RunState, RunSummary } from '../../../shared/model/run.ts'
import { openForReading } from './database.ts'
import { itemColumns, toStoredItem } from './item-rows.ts'
import type { ItemRow } from './item-rows.ts'
import { isOwnerAlive, ownersFolder } from './ownership.ts'
import type { StoredItem } from './records.ts'
import { selectResults, toResultRow } from './result-rows.ts'
import type { ResultItemRow } from './result-rows.ts'
import { selectRuns, toOwnedRun } from './run-rows.ts'
import type { OwnedRun, RunRow } from './run-rows.ts'
import type { ThreadOptions } from './thread-protocol.ts'

/** Runs as they stand in the database. */
export interface StoredRuns {
  readonly runs: RunSummary[]
  /** Ids of stores that are gone but are said to be at work on one of the runs. */
  readonly deadOwners: readonly string[]
}

/** To whom a run belongs; `dead` is a store that is gone without having ended the run. */
export type FoundOwner =
  { readonly kind: 'this' | 'other' | 'nobody' } | { readonly kind: 'dead'; readonly id: string }

/** What the reading thread can be asked to do. */
export type ReaderOperations = ReturnType<typeof openReader>

/** Opens the database for reading and prepares every query. */
export function openReader(options: Extract<ThreadOptions, { role: 'reader' }>) {
  const database = openForReading(options.file)
  const owners = ownersFolder(dirname(options.file))
  const queries = prepareQueries(database)

  function isDead(owner: string): boolean {
    return owner !== options.ownerId && !isOwnerAlive(owners, owner)
  }

  function withDeadOwners(found: readonly OwnedRun[]): StoredRuns {
    const running = found.filter((run) => run.summary.state === 'running').map((run) => run.owner)
    return {
      runs: found.map((run) => run.summary),
      deadOwners: [...new Set(running)].filter(isDead),
    }
  }

  // Counts and rows must be of the same moment.
  const readPage = database.transaction(
    (runId: number, status: ResultStatus | null, offset: number, limit: number): ResultPage | null => {
      const counts = queries.counts.get(runId)
      if (counts === undefined) return null
      if (status === null) {
        const rows = queries.resultsAfter.all(runId, offset, limit).map(toResultRow)
        return { total: counts.succeeded + counts.failed, rows }
      }
      const failed = status === 'failed' ? 1 : 0
      const rows = queries.resultsOfStatus.all(runId, failed, offset, limit).map(toResultRow)
      return { total: counts[status], rows }
    },
  )

  return {
    pendingItems(runId: number, afterSeq: number, limit: number): StoredItem[] {
      return queries.pendingItems.all(runId, afterSeq, limit).map(toStoredItem)
    },
    unfinishedItems(runId: number, afterSeq: number, lastSeq: number): StoredItem[] {
      return queries.unfinishedItems.all(runId, afterSeq, lastSeq).map(toStoredItem)
    },
    getRun(runId: number): StoredRuns {
      return withDeadOwners(queries.run.all(runId).map(toOwnedRun))
    },
    listRuns(limit: number, before: number | null): StoredRuns {
      return withDeadOwners(queries.runsBefore.all(before ?? Number.MAX_SAFE_INTEGER, limit).map(toOwnedRun))
    },
    resultPage: (runId: number, status: ResultStatus | null, offset: number, limit: number) =>
      readPage(runId, status, offset, limit),
    exportRows(runId: number, afterPosition: number, limit: number): ResultRow[] {
      return queries.resultsAfter.all(runId, afterPosition, limit).map(toResultRow)
    },
    runOwner(runId: number): FoundOwner {
      const run = queries.owner.get(runId)
      if (run?.state !== 'running') return { kind: 'nobody' }
      if (run.owner === options.ownerId) return { kind: 'this' }
      return isDead(run.owner) ? { kind: 'dead', id: run.owner } : { kind: 'other' }
    },
    close(): void {
      database.close()
    },
  }
}

/** Every query of the reader. Exported so that a test can look at how each is carried out. */
export const readerSql = {
  pendingItems: `SELECT ${itemColumns} FROM items AS i WHERE i.run_id = ? AND i.seq > ?
    AND NOT EXISTS (SELECT 1 FROM results AS r WHERE r.run_id = i.run_id AND r.seq = i.seq)
    ORDER BY i.seq LIMIT ?`,
  unfinishedItems: `SELECT ${itemColumns} FROM items AS i WHERE i.run_id = ? AND i.seq > ? AND i.seq <= ?
    AND NOT EXISTS (SELECT 1 FROM results AS r WHERE r.run_id = i.run_id AND r.seq = i.seq)
    ORDER BY i.seq`,
  resultsAfter: selectResults('WHERE r.run_id = ? AND r.position > ? ORDER BY r.position LIMIT ?'),
  resultsOfStatus: selectResults(
    'WHERE r.run_id = ? AND r.failed = ? AND r.status_rank > ? ORDER BY r.status_rank LIMIT ?',
  ),
  counts: 'SELECT succeeded, failed FROM runs WHERE id = ?',
  owner: 'SELECT owner, state FROM runs WHERE id = ?',
  run: selectRuns('WHERE runs.id = ?'),
  runsBefore: selectRuns('WHERE runs.id < ? ORDER BY runs.id DESC LIMIT ?'),
}

function prepareQueries(database: Database.Database) {
  return {
    pendingItems: database.prepare<[number, number, number], ItemRow>(readerSql.pendingItems),
    unfinishedItems: database.prepare<[number, number, number], ItemRow>(readerSql.unfinishedItems),
    resultsAfter: database.prepare<[number, number, number], ResultItemRow>(readerSql.resultsAfter),
    resultsOfStatus: database.prepare<[number, 0 | 1, number, number], ResultItemRow>(
      readerSql.resultsOfStatus,
    ),
    counts: database.prepare<[number], { succeeded: number; failed: number }>(readerSql.counts),
    owner: database.prepare<[number], { owner: string; state: RunState }>(readerSql.owner),
    run: database.prepare<[number], RunRow>(readerSql.run),
    runsBefore: database.prepare<[number, number], RunRow>(readerSql.runsBefore),
  }
}
