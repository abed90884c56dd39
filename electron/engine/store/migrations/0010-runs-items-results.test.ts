import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { matching } from '../fixtures/example-run.ts'
import { runsItemsResults } from './0010-runs-items-results.ts'

describe('migration 10', () => {
  let database: Database.Database

  beforeEach(() => {
    database = new Database(':memory:')
    database.pragma('foreign_keys = ON')
    database.exec(runsItemsResults.sql)
    database.exec(`
      INSERT INTO runs (owner, name, task_type, started_at, total_items) VALUES ('me', 'n', 'checksum', 1, 2);
      INSERT INTO jobs VALUES (1, '{}', '{}');
      INSERT INTO items (run_id, seq, path) VALUES (1, 1, '/a'), (1, 2, x'2fff');
      INSERT INTO results VALUES (1, 1, 1, 0, 1, 5.5, 0.5, 1, '["x"]', NULL, NULL);
    `)
  })

  afterEach(() => {
    database.close()
  })

  it('makes strict tables with the indexes that pages need', () => {
    const tables = database
      .prepare(
        `SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'`,
      )
      .all()
    expect(tables).toEqual(
      expect.arrayContaining([
        { name: 'runs', strict: 1, wr: 0 },
        { name: 'jobs', strict: 1, wr: 0 },
        { name: 'items', strict: 1, wr: 1 },
        { name: 'results', strict: 1, wr: 1 },
      ]),
    )
    expect(tables).toHaveLength(4)
    const indexes = database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name`)
      .pluck()
      .all()
    expect(indexes).toEqual(['results_by_item', 'results_by_status', 'runs_running'])
  })

  it('keeps a path as text or as bytes', () => {
    expect(database.prepare('SELECT path FROM items ORDER BY seq').pluck().all()).toEqual([
      '/a',
      Buffer.from([0x2f, 0xff]),
    ])
  })

  it.each([
    ['a second result for an item', `INSERT INTO results VALUES (1, 2, 1, 0, 2, 5, 1, 1, '[]', NULL, NULL)`],
    [
      'a second result at a position',
      `INSERT INTO results VALUES (1, 1, 2, 0, 2, 5, 1, 1, '[]', NULL, NULL)`,
    ],
    ['a rank twice', `INSERT INTO results VALUES (1, 2, 2, 0, 1, 5, 1, 1, '[]', NULL, NULL)`],
    ['a result without an item', `INSERT INTO results VALUES (1, 2, 9, 0, 2, 5, 1, 1, '[]', NULL, NULL)`],
    ['a success with an error', `INSERT INTO results VALUES (1, 2, 2, 0, 2, 5, 1, 1, '[]', 'A', 'b')`],
    ['a success without values', `INSERT INTO results VALUES (1, 2, 2, 0, 2, 5, 1, 1, NULL, NULL, NULL)`],
    ['a failure without an error', `INSERT INTO results VALUES (1, 2, 2, 1, 1, 5, 1, 1, NULL, NULL, NULL)`],
    ['a failure with values', `INSERT INTO results VALUES (1, 2, 2, 1, 1, 5, 1, 1, '[]', 'A', 'b')`],
    ['an item without a run', `INSERT INTO items (run_id, seq, path) VALUES (2, 1, '/a')`],
    ['an item twice', `INSERT INTO items (run_id, seq, path) VALUES (1, 2, '/b')`],
    ['a path that is a number', `INSERT INTO items (run_id, seq, path) VALUES (1, 3, 5)`],
    [
      'a size that is no whole number',
      `INSERT INTO items (run_id, seq, path, size) VALUES (1, 3, '/b', 1.5)`,
    ],
    ['a state that does not exist', `UPDATE runs SET state = 'paused'`],
    ['an ended run that has no end', `UPDATE runs SET state = 'finished'`],
    ['a running run that has an end', `UPDATE runs SET finished_at = 5`],
    ['more results than items', `UPDATE runs SET succeeded = 2, failed = 1`],
    ['an error without words', `UPDATE runs SET error_code = 'DISK_FULL'`],
    ['a job that is not JSON', `UPDATE jobs SET job = 'checksum'`],
  ])('refuses %s', (_name, sql) => {
    expect(() => database.exec(sql)).toThrow(
      expect.objectContaining({ code: matching(/^SQLITE_CONSTRAINT/u) }),
    )
  })

  it('removes all that belongs to a run with the run', () => {
    database.exec('DELETE FROM runs')
    for (const table of ['jobs', 'items', 'results']) {
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
    }
  })

  it('never gives the number of a run again', () => {
    database.exec('DELETE FROM runs')
    database.exec(`INSERT INTO runs (owner, name, task_type, started_at) VALUES ('me', 'n', 'checksum', 1)`)
    expect(database.prepare('SELECT id FROM runs').pluck().get()).toBe(2)
  })
})
