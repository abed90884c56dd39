import type { Migration } from './migration.ts'

/**
 * Whether a result is of the file that was found: 0 where its size or time was another when it was worked on, so
 * that no later run takes the result over. Of what was done before this step nobody knows otherwise.
 */
export const resultsAsFound: Migration = {
  version: 25,
  sql: 'ALTER TABLE results ADD COLUMN as_found INTEGER NOT NULL DEFAULT 1 CHECK (as_found IN (0, 1));',
}
