import { causeOf } from '../../../../shared/model/cause.ts'
import { toPathText } from '../item-rows.ts'
import type { Migration } from './migration.ts'

/**
 * Runs that can wait, pause, stop, be resumed and retried; what was tried before; presets and settings.
 *
 * `runs` and `results` are made anew because their CHECKs knew fewer states: the new table is filled, the old
 * one dropped, the new one renamed, as SQLite's documentation prescribes (https://sqlite.org/lang_altertable.html,
 * section 7). `status_rank` is gone: a page of one status is found by counting along the narrow index, which
 * stays true when a retry changes a status in place.
 */
export const sessionsAttemptsRequests: Migration = {
  version: 20,
  functions: {
    cause_of: (code, message, path) =>
      causeOf(String(code), String(message), Buffer.isBuffer(path) ? toPathText(path) : String(path)),
  },
  sql: `
    CREATE TABLE new_runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      owner TEXT NOT NULL,
      name TEXT NOT NULL,
      task_type TEXT NOT NULL,
      recipe TEXT NOT NULL DEFAULT '',
      state TEXT NOT NULL DEFAULT 'running' CHECK (state IN
        ('queued', 'running', 'paused', 'finished', 'stopped', 'cancelled', 'failed', 'interrupted')),
      started_at REAL NOT NULL,
      finished_at REAL,
      not_before REAL,
      queue_order REAL,
      sessions INTEGER NOT NULL DEFAULT 0,
      time_spent REAL NOT NULL DEFAULT 0,
      enumerated INTEGER NOT NULL DEFAULT 0 CHECK (enumerated IN (0, 1)),
      total_items INTEGER NOT NULL DEFAULT 0,
      total_bytes INTEGER NOT NULL DEFAULT 0,
      succeeded INTEGER NOT NULL DEFAULT 0,
      failed INTEGER NOT NULL DEFAULT 0,
      already_done INTEGER NOT NULL DEFAULT 0,
      skipped INTEGER NOT NULL DEFAULT 0,
      retrying INTEGER NOT NULL DEFAULT 0,
      done_bytes INTEGER NOT NULL DEFAULT 0,
      done_indexed INTEGER NOT NULL DEFAULT 0,
      left_out TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(left_out)),
      pause_reason TEXT CHECK (pause_reason IN ('user', 'disk-low', 'memory-low')),
      pause_message TEXT,
      paused_at REAL,
      stop_reason TEXT CHECK (json_valid(stop_reason)),
      error_code TEXT,
      error_message TEXT,
      CHECK ((state IN ('queued', 'running', 'paused')) = (finished_at IS NULL)),
      CHECK ((state = 'paused') = (pause_reason IS NOT NULL)),
      CHECK ((state = 'paused') = (pause_message IS NOT NULL)),
      CHECK ((state = 'paused') = (paused_at IS NOT NULL)),
      CHECK ((error_code IS NULL) = (error_message IS NULL)),
      CHECK (succeeded + failed + already_done + skipped <= total_items),
      CHECK (retrying BETWEEN 0 AND succeeded + failed + already_done + skipped),
      CHECK (succeeded >= 0 AND failed >= 0 AND already_done >= 0 AND skipped >= 0)
    ) STRICT;
    INSERT INTO new_runs (id, owner, name, task_type, state, started_at, finished_at, sessions, time_spent,
        enumerated, total_items, total_bytes, succeeded, failed, done_bytes, left_out, error_code, error_message)
      SELECT id, owner, name, task_type, state, started_at, finished_at, 1,
        coalesce(max(0, finished_at - started_at), 0), enumerated, total_items, total_bytes, succeeded, failed,
        done_bytes, json_object('duplicates', duplicates, 'links', links), error_code, error_message
      FROM runs;
    -- The number of a deleted run is not given again.
    DELETE FROM sqlite_sequence WHERE name = 'new_runs';
    INSERT INTO sqlite_sequence (name, seq) SELECT 'new_runs', seq FROM sqlite_sequence WHERE name = 'runs';

    CREATE TABLE new_results (
      run_id INTEGER NOT NULL,
      position INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 3),
      started_at REAL NOT NULL,
      duration REAL NOT NULL,
      worker INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      result_values TEXT,
      error_code TEXT,
      error_message TEXT,
      cause TEXT,
      done_in_run INTEGER,
      PRIMARY KEY (run_id, position),
      FOREIGN KEY (run_id, seq) REFERENCES items (run_id, seq) ON DELETE CASCADE,
      CHECK ((status IN (0, 2)) = (result_values IS NOT NULL)),
      CHECK ((status = 1) = (error_code IS NOT NULL)),
      CHECK ((status = 1) = (error_message IS NOT NULL)),
      CHECK ((status = 1) = (cause IS NOT NULL)),
      CHECK ((status = 2) = (done_in_run IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    INSERT INTO new_results (run_id, position, seq, status, started_at, duration, worker, attempt, result_values,
        error_code, error_message, cause)
      SELECT r.run_id, r.position, r.seq, r.failed, r.started_at, r.duration, r.worker, 1, r.result_values,
        r.error_code, r.error_message,
        CASE r.failed WHEN 1 THEN cause_of(r.error_code, r.error_message, i.path) END
      FROM results AS r CROSS JOIN items AS i ON i.run_id = r.run_id AND i.seq = r.seq
      ORDER BY r.run_id, r.position;

    CREATE TABLE sessions (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      session INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('start', 'resume', 'retry')),
      owner TEXT NOT NULL,
      started_at REAL NOT NULL,
      ended_at REAL,
      duration REAL NOT NULL DEFAULT 0,
      end_state TEXT,
      PRIMARY KEY (run_id, session),
      CHECK ((ended_at IS NULL) = (end_state IS NULL))
    ) STRICT, WITHOUT ROWID;
    INSERT INTO sessions (run_id, session, kind, owner, started_at, ended_at, duration, end_state)
      SELECT id, 1, 'start', owner, started_at, finished_at, time_spent,
        CASE WHEN finished_at IS NULL THEN NULL ELSE state END
      FROM new_runs;

    DROP TABLE results;
    DROP TABLE runs;
    ALTER TABLE new_runs RENAME TO runs;
    ALTER TABLE new_results RENAME TO results;
    CREATE INDEX runs_active ON runs (owner) WHERE state IN ('running', 'paused');
    CREATE INDEX runs_queued ON runs (queue_order, id) WHERE state = 'queued';
    CREATE INDEX runs_by_recipe ON runs (recipe);
    CREATE UNIQUE INDEX results_by_item ON results (run_id, seq);
    CREATE INDEX results_by_status ON results (run_id, status);
    CREATE INDEX results_by_cause ON results (run_id, cause) WHERE cause IS NOT NULL;

    CREATE TABLE attempts (
      run_id INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      started_at REAL NOT NULL,
      duration REAL NOT NULL,
      worker INTEGER NOT NULL,
      error_code TEXT NOT NULL,
      error_message TEXT NOT NULL,
      cause TEXT NOT NULL,
      PRIMARY KEY (run_id, seq, attempt),
      FOREIGN KEY (run_id, seq) REFERENCES items (run_id, seq) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE logs (
      run_id INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      text TEXT NOT NULL,
      truncated_bytes INTEGER NOT NULL DEFAULT 0,
      FOREIGN KEY (run_id, seq) REFERENCES items (run_id, seq) ON DELETE CASCADE
    ) STRICT;
    CREATE UNIQUE INDEX logs_by_attempt ON logs (run_id, seq, attempt);

    CREATE TABLE retries (
      run_id INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (run_id, seq),
      FOREIGN KEY (run_id, seq) REFERENCES items (run_id, seq) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE throughput (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      at REAL NOT NULL,
      items INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      PRIMARY KEY (run_id, at)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE done_items (
      key INTEGER NOT NULL,
      run_id INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (key, run_id, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE requests (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      run_id INTEGER NOT NULL,
      owner TEXT NOT NULL,
      request TEXT NOT NULL CHECK (json_valid(request)),
      created_at REAL NOT NULL,
      taken_at REAL,
      answered_at REAL,
      answer TEXT CHECK (json_valid(answer)),
      CHECK ((answered_at IS NULL) = (answer IS NULL))
    ) STRICT;
    CREATE INDEX requests_open ON requests (owner) WHERE taken_at IS NULL;

    CREATE TABLE presets (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL UNIQUE,
      version INTEGER NOT NULL DEFAULT 1,
      job TEXT NOT NULL CHECK (json_valid(job)),
      origin TEXT NOT NULL CHECK (origin IN ('own', 'imported')),
      created_at REAL NOT NULL,
      updated_at REAL NOT NULL
    ) STRICT;

    CREATE TABLE settings (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT, WITHOUT ROWID;
  `,
}
