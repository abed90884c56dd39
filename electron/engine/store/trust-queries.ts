import type Database from 'better-sqlite3'

/** What is known of a piece of code. */
export interface CodeTrust {
  /** It came with somebody's file at some time. */
  readonly isForeign: boolean
  readonly isAccepted: boolean
}

/** Reads what is known of code. */
export function prepareTrustQueries(database: Database.Database) {
  const select = database.prepare<
    [string],
    { readonly foreignSince: number | null; readonly acceptedAt: number | null }
  >('SELECT foreign_since AS foreignSince, accepted_at AS acceptedAt FROM code_trust WHERE hash = ?')
  return {
    codeTrust(hash: string): CodeTrust {
      const row = select.get(hash)
      return {
        isForeign: row !== undefined && row.foreignSince !== null,
        isAccepted: row !== undefined && row.acceptedAt !== null,
      }
    },
  }
}

/** Remembers of code that it is somebody else's, and that it was accepted. The first moment of each stays. */
export function createTrustWriter(database: Database.Database) {
  const insertForeign = database.prepare<[string, number]>(
    `INSERT INTO code_trust (hash, foreign_since) VALUES (?, ?)
     ON CONFLICT (hash) DO UPDATE SET foreign_since = coalesce(foreign_since, excluded.foreign_since)`,
  )
  const insertAccepted = database.prepare<[string, number]>(
    `INSERT INTO code_trust (hash, accepted_at) VALUES (?, ?)
     ON CONFLICT (hash) DO UPDATE SET accepted_at = coalesce(accepted_at, excluded.accepted_at)`,
  )
  return {
    rememberForeignCode(hash: string, at: number): void {
      insertForeign.run(hash, at)
    },
    acceptCode(hash: string, at: number): void {
      insertAccepted.run(hash, at)
    },
  }
}
