import { randomUUID } from 'node:crypto'
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'

/** How many copies are kept; older ones are removed when a new one is made. */
const keptBackups = 2

const unfinishedSuffix = '.tmp'

/** A copy that was not changed for so long is not being made any more, in milliseconds. */
const longestCopy = 3_600_000

/** A copy of the database from before its form was changed. */
export interface Backup {
  readonly path: string
  readonly bytes: number
}

/** The copies beside a database, the newest first. */
export function listBackups(file: string): Backup[] {
  const prefix = `${basename(file)}.before-`
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(prefix) && /^\d+$/u.test(name.slice(prefix.length)))
    .toSorted((first, second) => Number(second.slice(prefix.length)) - Number(first.slice(prefix.length)))
    .flatMap((name) => {
      const path = join(dirname(file), name)
      const found = statSync(path, { throwIfNoEntry: false })
      return found === undefined ? [] : [{ path, bytes: found.size }]
    })
}

/**
 * Copies the database to `<file>.before-<version>`, whole and without gaps, and keeps the newest two copies.
 * Where another process has changed its form in the meantime there is nothing to copy any more.
 */
export function backUp(
  database: Database.Database,
  file: string,
  fromVersion: number,
  toVersion: number,
): void {
  const target = `${file}.before-${toVersion}`
  const unfinished = `${target}.${randomUUID()}${unfinishedSuffix}`
  removeLeftovers(file)
  try {
    database.prepare('VACUUM INTO ?').run(unfinished)
    if (versionOf(unfinished) === fromVersion) renameSync(unfinished, target)
  } finally {
    rmSync(unfinished, { force: true })
  }
  for (const { path } of listBackups(file).slice(keptBackups)) rmSync(path, { force: true })
}

/** Removes what a process left that was ended while it copied. */
function removeLeftovers(file: string): void {
  const prefix = `${basename(file)}.before-`
  for (const name of readdirSync(dirname(file))) {
    if (!name.startsWith(prefix) || !name.endsWith(unfinishedSuffix)) continue
    const path = join(dirname(file), name)
    const found = statSync(path, { throwIfNoEntry: false })
    if (found !== undefined && Date.now() - found.mtimeMs > longestCopy) rmSync(path, { force: true })
  }
}

function versionOf(file: string): unknown {
  const copy = new Database(file, { readonly: true, fileMustExist: true })
  try {
    return copy.pragma('user_version', { simple: true })
  } finally {
    copy.close()
  }
}
