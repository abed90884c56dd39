import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { applicationId, migrate, openForReading, openForWriting } from './database.ts'
import { temporaryFolder } from './fixtures/example-run.ts'
import { currentVersion, migrations } from './migrations/all.ts'

describe('migrations', () => {
  it('are numbered upwards, and the last is the current version', () => {
    const versions = migrations.map((migration) => migration.version)
    expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    expect(new Set(versions).size).toBe(versions.length)
    expect(currentVersion).toBe(versions.at(-1))
  })

  it('take only the steps that are missing', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const database = new Database(file)
    const first = { version: 1, sql: 'CREATE TABLE one (a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID' }
    const second = { version: 2, sql: `INSERT INTO one VALUES ('x')` }
    migrate(database, file, [first])
    migrate(database, file, [first, second])
    migrate(database, file, [first, second])
    expect(database.prepare('SELECT a FROM one').pluck().all()).toEqual(['x'])
    expect(database.pragma('user_version', { simple: true })).toBe(2)
    expect(database.pragma('application_id', { simple: true })).toBe(applicationId)
    database.close()
  })

  it('leave the database as it was where one fails', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const database = new Database(file)
    const good = { version: 1, sql: 'CREATE TABLE one (a TEXT) STRICT' }
    const bad = { version: 2, sql: 'CREATE TABLE two (b TEXT) STRICT; INSERT INTO three VALUES (1)' }
    expect(() => migrate(database, file, [good, bad])).toThrow(/three/u)
    expect(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(0)
    expect(database.pragma('user_version', { simple: true })).toBe(0)
    database.close()
  })
})

describe('an open database', () => {
  it('has the settings it needs', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const writer = openForWriting(file, null)
    const reader = openForReading(file)
    const settings = [
      'journal_mode',
      'synchronous',
      'foreign_keys',
      'temp_store',
      'wal_autocheckpoint',
      'busy_timeout',
    ]
    expect(settings.map((name) => writer.pragma(name, { simple: true }))).toEqual([
      'wal',
      1,
      1,
      1,
      10_000,
      5_000,
    ])
    for (const database of [writer, reader]) {
      expect(database.pragma('trusted_schema', { simple: true })).toBe(0)
      expect(database.pragma('busy_timeout', { simple: true })).toBe(5_000)
    }
    expect(() => reader.exec(`UPDATE runs SET name = 'x'`)).toThrow(/readonly/u)
    reader.close()
    writer.close()
  })
})
