import type Database from 'better-sqlite3'
import { toPathBytes } from '../path-bytes.ts'

/** The most memory that the paths seen may take, in KiB; beyond that they are on disk only. */
const cacheKibibytes = 8 * 1024

/** Remembers which paths a run has seen, in a temporary table on disk that goes when its process does. */
export interface SeenPaths {
  /** True for each path that the run had not seen before. */
  claim(runId: number, paths: readonly string[]): boolean[]
  /** Forgets the run's paths. */
  forget(runId: number): void
}

export function createSeenPaths(database: Database.Database): SeenPaths {
  database.pragma(`temp.cache_size = -${cacheKibibytes}`)
  const claims = new Map<number, (paths: readonly string[]) => boolean[]>()

  function prepareClaim(runId: number): (paths: readonly string[]) => boolean[] {
    database.exec(`CREATE TEMP TABLE seen_${runId} (path ANY PRIMARY KEY) STRICT, WITHOUT ROWID`)
    const insert = database.prepare<[string | Buffer]>(
      `INSERT OR IGNORE INTO temp.seen_${runId} (path) VALUES (?)`,
    )
    return database.transaction((paths: readonly string[]) =>
      paths.map((path) => insert.run(toPathBytes(path)).changes === 1),
    )
  }

  return {
    claim(runId, paths) {
      let claim = claims.get(runId)
      if (claim === undefined) {
        claim = prepareClaim(runId)
        claims.set(runId, claim)
      }
      return claim(paths)
    },
    forget(runId) {
      if (claims.delete(runId)) database.exec(`DROP TABLE temp.seen_${runId}`)
    },
  }
}
