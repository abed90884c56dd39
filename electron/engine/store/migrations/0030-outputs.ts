import type { Migration } from './migration.ts'

/**
 * What runs plan to write, what came to stand, and what was put back.
 *
 * `planned_items` says up to which place in the input the plan reaches: it is written with the plan, so that planning
 * goes on where it was after a crash. A key is what two outputs have in common that would be one file; that no two
 * items of a run have one is the index's to see. `replaces_own` says that what gives way was made by an earlier try at
 * the same item, so that nothing of anybody else's is lost.
 */
export const outputs: Migration = {
  version: 30,
  sql: `
    ALTER TABLE runs ADD COLUMN makes_outputs INTEGER NOT NULL DEFAULT 0 CHECK (makes_outputs IN (0, 1));
    ALTER TABLE runs ADD COLUMN planned_items INTEGER NOT NULL DEFAULT 0 CHECK (planned_items >= 0);
    ALTER TABLE items ADD COLUMN root_length INTEGER NOT NULL DEFAULT 0 CHECK (root_length >= 0);

    CREATE TABLE outputs (
      run_id INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('create', 'replace', 'replace-input', 'skip', 'refuse')),
      path ANY CHECK (path IS NULL OR typeof(path) IN ('text', 'blob')),
      key ANY CHECK (key IS NULL OR typeof(key) IN ('text', 'blob')),
      replaces_own INTEGER NOT NULL DEFAULT 0 CHECK (replaces_own IN (0, 1)),
      effect TEXT NOT NULL CHECK (effect IN ('writes', 'moves')),
      old_size INTEGER,
      old_modified_at REAL,
      reason TEXT,
      taken_by INTEGER,
      error_code TEXT,
      error_message TEXT,
      made_path ANY CHECK (made_path IS NULL OR typeof(made_path) IN ('text', 'blob')),
      made_size INTEGER,
      made_modified_at REAL,
      made_inode TEXT,
      made_folders TEXT CHECK (json_valid(made_folders)),
      undo TEXT CHECK (undo IN ('begun', 'undone', 'refused')),
      undo_message TEXT,
      PRIMARY KEY (run_id, seq),
      FOREIGN KEY (run_id, seq) REFERENCES items (run_id, seq) ON DELETE CASCADE,
      CHECK (path IS NOT NULL OR action = 'refuse'),
      CHECK (key IS NULL OR action IN ('create', 'replace', 'replace-input')),
      CHECK ((action = 'replace') = (old_size IS NOT NULL)),
      CHECK ((old_size IS NULL) = (old_modified_at IS NULL)),
      CHECK ((action = 'skip') = (reason IS NOT NULL)),
      CHECK ((action = 'refuse') = (error_code IS NOT NULL)),
      CHECK ((error_code IS NULL) = (error_message IS NULL)),
      CHECK ((made_path IS NULL) = (made_size IS NULL)),
      CHECK ((made_path IS NULL) = (made_modified_at IS NULL)),
      CHECK ((made_path IS NULL) = (made_inode IS NULL)),
      CHECK ((made_path IS NULL) = (made_folders IS NULL)),
      CHECK (undo IS NULL OR made_path IS NOT NULL),
      CHECK ((undo IS 'refused') = (undo_message IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX outputs_by_key ON outputs (run_id, key) WHERE key IS NOT NULL;
    CREATE INDEX outputs_by_action ON outputs (run_id, action);
  `,
}
