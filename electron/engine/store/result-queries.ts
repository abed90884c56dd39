import type Database from 'better-sqlite3'
import type { ResultPage } from '../../../shared/contract/contract.ts'
import type { ResultStatus } from '../../../shared/model/result.ts'
import { createOutputAttacher, createOutputFinder } from './output-queries.ts'
import { resultItemColumns, selectResults, toResultRow } from './result-rows.ts'
import type { ResultItemRow } from './result-rows.ts'
import { packRows, type RowColumns } from './row-columns.ts'
import { statusCodes } from './status-codes.ts'

/**
 * The rows at an offset within one status: counted along the index, which holds nothing but positions there,
 * and only then looked up.
 */
function selectOfStatus(direction: 'ASC' | 'DESC'): string {
  return `SELECT ${resultItemColumns}
    FROM (SELECT run_id, position FROM results INDEXED BY results_by_status
          WHERE run_id = :runId AND status = :status ORDER BY position ${direction} LIMIT :limit OFFSET :offset) AS p
    CROSS JOIN results AS r ON r.run_id = p.run_id AND r.position = p.position
    CROSS JOIN items AS i ON i.run_id = r.run_id AND i.seq = r.seq ORDER BY p.position`
}

/** The queries for result rows. */
export const resultSql = {
  after: selectResults('WHERE r.run_id = ? AND r.position > ? ORDER BY r.position LIMIT ?'),
  ofStatusFromStart: selectOfStatus('ASC'),
  ofStatusFromEnd: selectOfStatus('DESC'),
}

interface StatusPage {
  readonly runId: number
  readonly status: number
  readonly offset: number
  readonly limit: number
}

type Counts = Readonly<Record<ResultStatus, number>>

/** Pages of results. */
export function prepareResultQueries(database: Database.Database) {
  const after = database.prepare<[number, number, number], ResultItemRow>(resultSql.after)
  const fromStart = database.prepare<[StatusPage], ResultItemRow>(resultSql.ofStatusFromStart)
  const fromEnd = database.prepare<[StatusPage], ResultItemRow>(resultSql.ofStatusFromEnd)
  const findOutputs = createOutputFinder(database)
  const withOutputs = createOutputAttacher(findOutputs)
  const selectCounts = database.prepare<[number], Counts>(
    `SELECT succeeded, failed, already_done AS "already-done", skipped FROM runs
     WHERE id = ? AND EXISTS (SELECT 1 FROM jobs WHERE run_id = runs.id)`,
  )

  function ofStatus(page: StatusPage, total: number): ResultItemRow[] {
    const { offset, limit } = page
    if (offset >= total) return []
    if (offset <= total / 2) return fromStart.all(page)
    // From the nearer end there is less to count.
    const end = Math.min(total, offset + limit)
    return fromEnd.all({ ...page, offset: total - end, limit: end - offset })
  }

  // Counts and rows must be of the same moment.
  const readPage = database.transaction(
    (runId: number, status: ResultStatus | null, offset: number, limit: number): ResultPage | null => {
      const counts = selectCounts.get(runId)
      if (counts === undefined) return null
      if (status === null) {
        const total = counts.succeeded + counts.failed + counts['already-done'] + counts.skipped
        return { total, rows: withOutputs(runId, after.all(runId, offset, limit).map(toResultRow)) }
      }
      const total = counts[status]
      const rows = ofStatus({ runId, status: statusCodes[status], offset, limit }, total)
      return { total, rows: withOutputs(runId, rows.map(toResultRow)) }
    },
  )
  return {
    resultPage: (runId: number, status: ResultStatus | null, offset: number, limit: number) =>
      readPage(runId, status, offset, limit),
    exportRows(runId: number, afterPosition: number, limit: number): RowColumns {
      const rows = after.all(runId, afterPosition, limit)
      return packRows(rows, findOutputs(runId, rows))
    },
  }
}
