import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { displayPath } from '../../../shared/model/path-text.ts'
import { EngineError, errorCode } from '../errors.ts'
import type { ThreadError } from './thread-protocol.ts'

/** How long a write waits for another process to finish its own, in milliseconds. */
export const busyTimeout = 5_000

/** Less free space than this and a failed write is put down to a full disk. */
const fullDiskMargin = 1024 * 1024

/**
 * The longest path in bytes that a database may have. SQLite opens no file of 512 bytes or more, where it
 * counts the ending of a journal; and the path of a lock file beside the database is 36 bytes longer.
 */
const longestPath = 468

/** What an error of SQLite or of the file system means to a user of this database. */
export function describeDatabaseError(error: unknown, file: string): EngineError {
  if (error instanceof EngineError) return error
  const code = errorCode(error)
  const data = { file, reason: code }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return diskFull(error, file)
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED') {
    return new EngineError(
      'DATABASE_BUSY',
      `Another program has held the database ${file} locked for more than ${busyTimeout / 1000} seconds. ` +
        'Wait for it to finish or close it, then try again.',
      { data, cause: error },
    )
  }
  if (code === 'SQLITE_NOTADB') return notADatabase(file, error)
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new EngineError(
      'DATABASE_UNREADABLE',
      `The database ${file} is damaged. Move it away to start with an empty one, or choose another folder with --data-dir.`,
      { data, cause: error },
    )
  }
  if (code === 'SQLITE_READONLY_ROLLBACK' || code === 'SQLITE_READONLY_RECOVERY') {
    const what = `The database ${file} was left in the middle of a change and has to be recovered first.`
    return unreadable(file, what, error)
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') return notWritable(file, error)
  if (code === 'SQLITE_PERM' || code === 'SQLITE_AUTH' || code === 'EACCES' || code === 'EPERM') {
    return notPermitted(file, error)
  }
  if (code.startsWith('SQLITE_CANTOPEN')) {
    if (isDiskFull(file)) return diskFull(error, file)
    return Buffer.byteLength(file) > longestPath ? pathTooLong(file, error) : notPermitted(file, error)
  }
  if (code === 'ENAMETOOLONG') return pathTooLong(file, error)
  if (code === 'ELOOP') {
    const what = `The database ${file} cannot be opened: its symbolic links lead back to themselves.`
    return unreadable(file, what, error)
  }
  if (code.startsWith('SQLITE_IOERR')) {
    // SQLite reports a disk that filled up while it enlarged its index of the log as a mere I/O error.
    if (isDiskFull(file)) return diskFull(error, file)
    return new EngineError(
      'DATABASE_UNREADABLE',
      `The database ${file} could not be read or written (${code}). Check the drive it is on, then try again.`,
      { data, cause: error },
    )
  }
  const reason = code === '' ? '' : ` (${code})`
  return new EngineError(
    'INTERNAL',
    `Something unforeseen happened in the database ${file}${reason}; the log has the details.`,
    { data, cause: error },
  )
}

const folderReasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file system there does not take new folders',
  ENAMETOOLONG: 'the path is longer than the file system allows',
  ELOOP: 'its symbolic links lead back to themselves',
}

/** A path that SQLite, which takes text, cannot be given: it would make a file of another name. */
export function unusablePath(file: string): EngineError {
  const shown = displayPath(file).replaceAll('\0', '\\0')
  return new EngineError(
    'DATABASE_UNREADABLE',
    `The database ${shown} cannot be opened: its path has characters that are not valid. ` +
      'Choose another folder with --data-dir.',
    { data: { file: shown } },
  )
}

/** What it means that the database's folder cannot be made. */
export function folderError(error: unknown, folder: string): EngineError {
  const code = errorCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(error, folder)
  const reason =
    code === 'EEXIST' || code === 'ENOTDIR'
      ? 'a part of that path is a file'
      : code === 'EACCES' || code === 'EPERM'
        ? 'this user may not create it'
        : code === 'EROFS'
          ? 'the file system is read-only'
          : (folderReasons[code] ?? String(error))
  return new EngineError(
    'DATABASE_UNREADABLE',
    `The data folder ${folder} cannot be created: ${reason}. Choose another one with --data-dir.`,
    { data: { folder, reason: code }, cause: error },
  )
}

export function notADatabase(file: string, cause?: unknown): EngineError {
  return unreadable(file, `The file ${file} is not a database.`, cause)
}

/** A database that cannot be used, left as it is; the way out is to use another. */
export function unreadable(file: string, what: string, cause?: unknown): EngineError {
  return new EngineError(
    'DATABASE_UNREADABLE',
    `${what} It was not changed. Move it away to start with an empty one, or choose another folder with --data-dir.`,
    { data: { file }, cause },
  )
}

function notWritable(file: string, cause: unknown): EngineError {
  return new EngineError(
    'DATABASE_UNREADABLE',
    `The database ${file} cannot be written: the file, its folder or the whole drive is read-only. ` +
      'Make it writable, or choose another folder with --data-dir.',
    { data: { file }, cause },
  )
}

function notPermitted(file: string, cause: unknown): EngineError {
  return new EngineError(
    'DATABASE_UNREADABLE',
    `The database ${file} cannot be opened: this user may not read and write it or its folder. ` +
      'Change the permissions, or choose another folder with --data-dir.',
    { data: { file }, cause },
  )
}

function pathTooLong(file: string, cause: unknown): EngineError {
  return new EngineError(
    'DATABASE_UNREADABLE',
    `The database ${file} cannot be opened: its path is too long. Choose a folder with a shorter path with --data-dir.`,
    { data: { file }, cause },
  )
}

function diskFull(cause: unknown, file: string): EngineError {
  return new EngineError(
    'DISK_FULL',
    `The disk that holds ${file} is full. What was saved before is safe; free some space, then try again.`,
    { data: { file }, cause },
  )
}

function isDiskFull(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(file))
    return bavail * bsize < fullDiskMargin
  } catch {
    // Where the free space cannot be told, the error is reported as what it says it is.
    return false
  }
}

/** A record that is not of the form in which records are written. */
export function damagedRecord(what: string, cause?: unknown): EngineError {
  return new EngineError('DATABASE_UNREADABLE', `The database is damaged: ${what} cannot be understood.`, {
    cause,
  })
}

/** An error as it crosses to the engine's main thread. */
export function toThreadError(error: unknown, file: string): ThreadError {
  const { code, message, data, cause } = describeDatabaseError(error, file)
  return { code, message, data, detail: cause instanceof Error ? (cause.stack ?? cause.message) : '' }
}
