import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { errorCode } from '../errors.ts'

/**
 * Which processes are alive, told by locks that the operating system takes back when a process dies, however
 * it dies. Each store holds `<id>.lock`, an empty SQLite file in an exclusive transaction; whoever can lock
 * the file of another store knows that it is gone.
 *
 * Registering and clearing away must both happen inside a write transaction of the database itself: so a
 * file that was made a moment ago, and is not locked yet, is never seen by anybody who clears away.
 */

const lockSuffix = '.lock'
const validId = /^[0-9a-f-]{36}$/u

/** The folder of the lock files, beside the database. */
export function ownersFolder(dataDirectory: string): string {
  return join(dataDirectory, 'owners')
}

/** A store's sign of life. */
export interface Ownership {
  /** This store's id, as it stands in the `owner` column of its runs. */
  readonly id: string
  /** Gives the lock back and removes its file. */
  release(): void
}

/** Makes and locks a file for this store. */
export function registerOwner(folder: string): Ownership {
  mkdirSync(folder, { recursive: true })
  const id = randomUUID()
  const file = lockFile(folder, id)
  const lock = new Database(file, { timeout: 0 })
  holdExclusively(lock)
  return {
    id,
    release() {
      lock.close()
      rmSync(file, { force: true })
    },
  }
}

/** Whether the store of that id lives. In doubt it does: a run is never taken from a living process. */
export function isOwnerAlive(folder: string, id: string): boolean {
  if (!validId.test(id)) return false
  return probe(lockFile(folder, id)) === 'alive'
}

/** Removes the lock files of stores that are gone. */
export function clearDeadOwners(folder: string): void {
  for (const name of readdirSync(folder)) {
    const id = name.slice(0, -lockSuffix.length)
    if (!name.endsWith(lockSuffix) || !validId.test(id)) continue
    const file = lockFile(folder, id)
    if (probe(file) === 'dead') rmSync(file, { force: true })
  }
}

function lockFile(folder: string, id: string): string {
  return join(folder, id + lockSuffix)
}

function probe(file: string): 'alive' | 'dead' {
  let lock: Database.Database
  try {
    lock = new Database(file, { fileMustExist: true, timeout: 0 })
  } catch (error) {
    if (errorCode(error).startsWith('SQLITE_CANTOPEN') && !exists(file)) return 'dead'
    return 'alive'
  }
  try {
    holdExclusively(lock)
    return 'dead'
  } catch (error) {
    // A file with content was not made by a store, so no store holds it.
    return errorCode(error) === 'SQLITE_NOTADB' ? 'dead' : 'alive'
  } finally {
    lock.close()
  }
}

function holdExclusively(lock: Database.Database): void {
  // Otherwise a journal file stands beside the lock file and stays behind when the process is killed.
  lock.pragma('journal_mode = MEMORY')
  lock.exec('BEGIN EXCLUSIVE')
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined
}
