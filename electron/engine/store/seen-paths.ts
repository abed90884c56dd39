import type Database from 'better-sqlite3'
import { toPathBytes } from '../path-bytes.ts'

/** The most memory that the paths seen may take, in KiB; beyond that they are on disk only. */
const cacheKibibytes = 8 * 1024

/** Whose paths are remembered: a run's, or those of something else that counts its own numbers. */
export interface PathOwner {
  readonly kind: 'run' | 'unowned'
  readonly id: number
}

/** Remembers paths in temporary tables on disk that go when their process does. */
export interface SeenPaths {
  /** True for each path that the owner had not seen before. */
  claim(owner: PathOwner, paths: readonly string[]): boolean[]
  /** True for each path of which the run had an item when this was asked for the first time. */
  known(runId: number, paths: readonly string[]): boolean[]
  /** Forgets the owner's paths. */
  forget(owner: PathOwner): void
}

type Ask = (paths: readonly string[]) => boolean[]

export function createSeenPaths(database: Database.Database): SeenPaths {
  database.pragma(`temp.cache_size = -${cacheKibibytes}`)
  const asks = new Map<string, Ask>()

  function prepareClaim(table: string): Ask {
    const insert = database.prepare<[string | Buffer]>(
      `INSERT OR IGNORE INTO temp.${table} (path) VALUES (?)`,
    )
    return database.transaction((paths: readonly string[]) =>
      paths.map((path) => insert.run(toPathBytes(path)).changes === 1),
    )
  }

  function prepareKnown(table: string, runId: number): Ask {
    // In the order of the table, neighbouring rows go to the same page.
    database
      .prepare<[number]>(
        `INSERT OR IGNORE INTO temp.${table} (path) SELECT path FROM items WHERE run_id = ? ORDER BY path`,
      )
      .run(runId)
    const select = database
      .prepare<[string | Buffer], 1>(`SELECT 1 FROM temp.${table} WHERE path = ?`)
      .pluck()
    return (paths) => paths.map((path) => select.get(toPathBytes(path)) !== undefined)
  }

  function inTable(table: string, prepare: (table: string) => Ask): Ask {
    const found = asks.get(table)
    if (found !== undefined) return found
    database.exec(`CREATE TEMP TABLE ${table} (path ANY PRIMARY KEY) STRICT, WITHOUT ROWID`)
    const ask = prepare(table)
    asks.set(table, ask)
    return ask
  }

  function drop(table: string): void {
    if (asks.delete(table)) database.exec(`DROP TABLE temp.${table}`)
  }

  return {
    claim: (owner, paths) => inTable(`seen_by_${owner.kind}_${owner.id}`, prepareClaim)(paths),
    known: (runId, paths) => inTable(`known_to_${runId}`, (table) => prepareKnown(table, runId))(paths),
    forget(owner) {
      drop(`seen_by_${owner.kind}_${owner.id}`)
      if (owner.kind === 'run') drop(`known_to_${owner.id}`)
    },
  }
}
