import type Database from 'better-sqlite3'
import type { WaitingPage } from '../../../shared/contract/run-queries.ts'
import { hasNoResult } from './item-queries.ts'
import { toPathText } from './item-rows.ts'
import { pathSearch } from './result-search.ts'

interface WaitingRow {
  readonly seq: number
  readonly path: string | Buffer
  readonly size: number | null
  readonly modifiedAt: number | null
}

/** The query for items without a result. @param condition what else is asked of them */
export function waitingSql(condition: string): string {
  return `SELECT i.seq, i.path, i.size, i.modified_at AS modifiedAt FROM items AS i
    WHERE i.run_id = :runId AND i.seq > :after AND ${condition} AND ${hasNoResult} ORDER BY i.seq LIMIT :limit`
}

/** Pages of items that have no result yet. */
export function prepareWaitingItems(database: Database.Database) {
  const selectAll = waitingSql('TRUE')
  // Up to here every item of a run has its result, which none ever loses: they need not be walked through again.
  const doneTo = new Map<number, number>()

  return {
    /** At most `limit` items behind the place `after`; those whose path has the text in it, unless that is null. */
    waitingItems(runId: number, text: string | null, after: number, limit: number): WaitingPage {
      const search = text === null ? null : pathSearch(text)
      const statement = database.prepare<[Readonly<Record<string, string | number>>], WaitingRow>(
        search === null ? selectAll : waitingSql(`(${search.sql})`),
      )
      const allDoneTo = doneTo.get(runId) ?? 0
      const from = Math.max(after, allDoneTo)
      const rows = statement.all({ ...search?.parameters, runId, after: from, limit: limit + 1 })
      const [next] = rows
      if (search === null && from === allDoneTo && next !== undefined) doneTo.set(runId, next.seq - 1)
      return {
        items: rows.slice(0, limit).map((row) => ({ ...row, path: toPathText(row.path) })),
        hasMore: rows.length > limit,
      }
    },
  }
}
