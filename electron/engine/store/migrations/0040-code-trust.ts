import type { Migration } from './migration.ts'

/** Which code came from somebody else, and which of it was accepted. */
export const codeTrust: Migration = {
  version: 40,
  sql: `
    CREATE TABLE code_trust (
      hash TEXT PRIMARY KEY,
      foreign_since REAL,
      accepted_at REAL
    ) STRICT, WITHOUT ROWID;
  `,
}
