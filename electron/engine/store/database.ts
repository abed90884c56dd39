import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { EngineError } from '../errors.ts'
import { backUp } from './backups.ts'
import { busyTimeout, notADatabase, unreadable } from './database-errors.ts'
import { currentVersion, migrations } from './migrations/all.ts'
import type { Migration } from './migrations/migration.ts'

/** Stands in the header of every Batchyard database and of no other: "Btyd". */
export const applicationId = 0x42747964

/**
 * Pages of 4 KiB in the log before they are written back into the database. The log may take 40 MB; in
 * return a page that is changed by many commits is written back once.
 */
const autoCheckpointPages = 10_000

/** The log is cut back to this many bytes where a long read has let it grow beyond. */
const logSizeLimit = 64 * 1024 * 1024

/** Opens the database for writing: looks before it touches, creates and migrates. */
export function openForWriting(file: string, maximumPages: number | null): Database.Database {
  refuseForeignFile(file)
  const database = new Database(file, { timeout: busyTimeout })
  try {
    if (maximumPages !== null) database.pragma(`max_page_count = ${maximumPages}`)
    database.pragma('trusted_schema = OFF')
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    // Off while steps are taken: one may make a table anew, and dropping the old one must not drop what
    // refers to it.
    database.pragma('foreign_keys = OFF')
    database.pragma('temp_store = FILE')
    database.pragma(`wal_autocheckpoint = ${autoCheckpointPages}`)
    database.pragma(`journal_size_limit = ${logSizeLimit}`)
    backUpBeforeMigration(database, file)
    migrate(database, file)
    database.pragma('foreign_keys = ON')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * What a reader keeps of the database, in KiB: the upper levels of its trees, for single rows. Sorting and searching go
 * through far more than any cache holds, and filling a large one with memory that is new took half of the first sort.
 */
const readerCacheKibibytes = 4_000

/** Opens the database for reading. The writer must have opened it before. */
export function openForReading(file: string): Database.Database {
  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: busyTimeout })
  database.pragma('trusted_schema = OFF')
  database.pragma(`cache_size = -${readerCacheKibibytes}`)
  return database
}

/** Takes the steps that the database has not taken yet. One process at a time; the others wait and find it done. */
export function migrate(
  database: Database.Database,
  file: string,
  steps: readonly Migration[] = migrations,
): void {
  const takeSteps = database.transaction(() => {
    const { version, applicationId: mark } = readMarks(database)
    if (version > currentVersion) throw tooNew(file, version)
    for (const step of steps) {
      if (step.version <= version) continue
      for (const [name, call] of Object.entries(step.functions ?? {})) database.function(name, call)
      database.exec(step.sql)
      database.pragma(`user_version = ${step.version}`)
    }
    if (version > 0 && version < currentVersion) refuseBrokenReferences(database, file)
    if (mark !== applicationId) database.pragma(`application_id = ${applicationId}`)
  })
  takeSteps.immediate()
}

/** A step that would leave rows without what they refer to is not taken. */
function refuseBrokenReferences(database: Database.Database, file: string): void {
  const broken = database.prepare('SELECT 1 FROM pragma_foreign_key_check LIMIT 1').get()
  if (broken !== undefined)
    throw unreadable(file, `The database ${file} has rows that refer to missing ones.`)
}

/** A database whose form is about to change is copied first. */
function backUpBeforeMigration(database: Database.Database, file: string): void {
  const { version } = readMarks(database)
  if (version > 0 && version < currentVersion) backUp(database, file, version, currentVersion)
}

interface Marks {
  readonly applicationId: number
  readonly version: number
  readonly objects: number
}

function readMarks(database: Database.Database): Marks {
  return (
    database
      .prepare<[], Marks>(
        `SELECT a.application_id AS applicationId, u.user_version AS version,
         (SELECT count(*) FROM sqlite_schema) AS objects
       FROM pragma_application_id AS a, pragma_user_version AS u`,
      )
      .all()[0] ?? { applicationId: 0, version: 0, objects: 0 }
  )
}

/**
 * Throws where the file is there and is not a database of Batchyard that this version can use. Opens it
 * read-only, so that a file that is refused stays as it was.
 */
function refuseForeignFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return
  if (found.isDirectory()) throw unreadable(file, `${file} is a folder, not a database.`)
  if (!found.isFile()) throw notADatabase(file)
  if (found.size === 0) return
  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: busyTimeout })
  try {
    const marks = readMarks(database)
    const isEmpty = marks.applicationId === 0 && marks.version === 0 && marks.objects === 0
    if (isEmpty) return
    if (marks.applicationId !== applicationId) {
      throw unreadable(file, `The database ${file} belongs to another application.`)
    }
    if (marks.version > currentVersion) throw tooNew(file, marks.version)
  } finally {
    database.close()
  }
}

function tooNew(file: string, version: number): EngineError {
  return new EngineError(
    'DATABASE_TOO_NEW',
    `The database ${file} was made by a newer version of Batchyard (its version is ${version}, this one knows ` +
      `up to ${currentVersion}). It was not changed. Install the newer version, or choose another folder with --data-dir.`,
    { data: { file, version, known: currentVersion } },
  )
}
