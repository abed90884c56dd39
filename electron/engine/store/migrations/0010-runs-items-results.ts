import type { Migration } from './migration.ts'

/**
 * Runs, their items and their results.
 *
 * What changes with every batch (`runs`) stands apart from what never changes (`jobs`), because a job may
 * be megabytes of JSON and a changed row is written anew as a whole. A path is TEXT, or a BLOB of its raw
 * bytes where they are not valid UTF-8. `status_rank` counts the results of a run that ended alike, so that
 * a page of the failed ones is found as directly as a page of all.
 */
export const runsItemsResults: Migration = {
  version: 10,
  sql: `
    CREATE TABLE runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      owner TEXT NOT NULL,
      name TEXT NOT NULL,
      task_type TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'running'
        CHECK (state IN ('running', 'finished', 'cancelled', 'failed', 'interrupted')),
      started_at REAL NOT NULL,
      finished_at REAL,
      enumerated INTEGER NOT NULL DEFAULT 0 CHECK (enumerated IN (0, 1)),
      total_items INTEGER NOT NULL DEFAULT 0,
      total_bytes INTEGER NOT NULL DEFAULT 0,
      succeeded INTEGER NOT NULL DEFAULT 0,
      failed INTEGER NOT NULL DEFAULT 0,
      done_bytes INTEGER NOT NULL DEFAULT 0,
      duplicates INTEGER NOT NULL DEFAULT 0,
      links INTEGER NOT NULL DEFAULT 0,
      error_code TEXT,
      error_message TEXT,
      CHECK ((state = 'running') = (finished_at IS NULL)),
      CHECK ((error_code IS NULL) = (error_message IS NULL)),
      CHECK (succeeded + failed <= total_items)
    ) STRICT;
    CREATE INDEX runs_running ON runs (owner) WHERE state = 'running';

    CREATE TABLE jobs (
      run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
      summary TEXT NOT NULL CHECK (json_valid(summary)),
      job TEXT NOT NULL CHECK (json_valid(job))
    ) STRICT;

    CREATE TABLE items (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      seq INTEGER NOT NULL,
      path ANY NOT NULL CHECK (typeof(path) IN ('text', 'blob')),
      size INTEGER,
      modified_at REAL,
      problem_code TEXT,
      problem_message TEXT,
      PRIMARY KEY (run_id, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE results (
      run_id INTEGER NOT NULL,
      position INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      failed INTEGER NOT NULL CHECK (failed IN (0, 1)),
      status_rank INTEGER NOT NULL,
      started_at REAL NOT NULL,
      duration REAL NOT NULL,
      worker INTEGER NOT NULL,
      result_values TEXT,
      error_code TEXT,
      error_message TEXT,
      PRIMARY KEY (run_id, position),
      FOREIGN KEY (run_id, seq) REFERENCES items (run_id, seq) ON DELETE CASCADE,
      CHECK ((failed = 1) = (error_code IS NOT NULL)),
      CHECK ((failed = 1) = (error_message IS NOT NULL)),
      CHECK ((failed = 0) = (result_values IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX results_by_item ON results (run_id, seq);
    CREATE UNIQUE INDEX results_by_status ON results (run_id, failed, status_rank);
  `,
}
