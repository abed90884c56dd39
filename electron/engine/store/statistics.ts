import { statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type Database from 'better-sqlite3'
import type { DatabaseStatistics } from '../../../shared/contract/maintenance.ts'
import { listBackups } from './backups.ts'

interface Figures {
  readonly pageSize: number
  readonly pages: number
  readonly unusedPages: number
  readonly version: number
  readonly runs: number
  readonly items: number
  readonly presets: number
}

/** How large the database is and what is in it. */
export function databaseStatistics(database: Database.Database, file: string): DatabaseStatistics {
  const figures = database
    .prepare<[], Figures>(
      `SELECT s.page_size AS pageSize, c.page_count AS pages, f.freelist_count AS unusedPages,
         u.user_version AS version, (SELECT count(*) FROM jobs) AS runs,
         (SELECT coalesce(sum(total_items), 0) FROM runs) AS items, (SELECT count(*) FROM presets) AS presets
       FROM pragma_page_size AS s, pragma_page_count AS c, pragma_freelist_count AS f, pragma_user_version AS u`,
    )
    .get()
  if (figures === undefined) throw new Error('The database gives no figures.')
  const { pageSize, pages, unusedPages, version, runs, items, presets } = figures
  return {
    file,
    bytes: pages * pageSize,
    unusedBytes: unusedPages * pageSize,
    logBytes: statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0,
    version,
    runs,
    items,
    presets,
    backups: listBackups(file),
    freeBytes: freeBytes(file),
  }
}

function freeBytes(file: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(dirname(file))
    return bavail * bsize
  } catch {
    return null
  }
}
