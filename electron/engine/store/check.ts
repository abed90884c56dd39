import type Database from 'better-sqlite3'
import type { DatabaseCheck } from '../../../shared/contract/maintenance.ts'

/** The most findings that are told. */
const mostProblems = 100

interface CountRow {
  readonly id: number
  readonly counted: string
  readonly found: string
}

/** Runs whose counts are not those of their rows. Runs that are being deleted have no job any more. */
const wrongCounts = `SELECT id, counted, found FROM (
    SELECT id,
      json_array(total_items, succeeded, failed, already_done, skipped, retrying) AS counted,
      json_array(
        (SELECT count(*) FROM items WHERE run_id = runs.id),
        (SELECT count(*) FROM results WHERE run_id = runs.id AND status = 0),
        (SELECT count(*) FROM results WHERE run_id = runs.id AND status = 1),
        (SELECT count(*) FROM results WHERE run_id = runs.id AND status = 2),
        (SELECT count(*) FROM results WHERE run_id = runs.id AND status = 3),
        (SELECT count(*) FROM retries WHERE run_id = runs.id)) AS found
    FROM runs WHERE EXISTS (SELECT 1 FROM jobs WHERE run_id = runs.id))
  WHERE counted <> found LIMIT ${mostProblems}`

/**
 * Looks through the whole database: its pages and indexes, what rows refer to, and whether each run counts
 * what it has. Reads one moment of it, so that runs may go on meanwhile.
 */
export function checkDatabase(database: Database.Database): DatabaseCheck {
  const began = performance.now()
  const check = database.transaction(() => {
    const pages = database
      .prepare<[], string>(`PRAGMA integrity_check(${mostProblems})`)
      .pluck()
      .all()
      .filter((finding) => finding !== 'ok')
    if (pages.length > 0) return pages
    const references = database
      .prepare<[], { readonly table: string; readonly parent: string; readonly count: number }>(
        'SELECT "table", parent, count(*) AS count FROM pragma_foreign_key_check GROUP BY "table", parent',
      )
      .all()
      .map(
        ({ table, parent, count }) =>
          `${count} rows of ${table} refer to rows of ${parent} that are missing.`,
      )
    const counts = database
      .prepare<[], CountRow>(wrongCounts)
      .all()
      .map(({ id, counted, found }) => `Run ${id} counts ${counted} but has ${found}.`)
    return [...references, ...counts]
  })
  const problems = check().slice(0, mostProblems)
  return { sound: problems.length === 0, problems, duration: performance.now() - began }
}
