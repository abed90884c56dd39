import { lstatSync, readdirSync, type Stats } from 'node:fs'
import { sep } from 'node:path'
import type { PathText } from '../../../shared/model/path-text.ts'
import { fromPathBytes, toPathBytes } from '../path-bytes.ts'
import { kindOf, type EntryKind } from './entry-kind.ts'
import { noFacts, type Finder } from './finder.ts'
import { describeProblem, notAFile } from './problems.ts'

/** Which entries of a walk count. Paths are relative to where the walk began, with `/` on every platform. */
export interface WalkFilter {
  /** Whether files below this folder may count. */
  enters(folder: string): boolean
  /** Whether this entry, which is no folder, counts. */
  accepts(path: string): boolean
}

interface Entry {
  readonly name: PathText
  readonly kind: EntryKind
}

/** A folder whose entries are being gone through. */
interface Level {
  /** The folder's path with a separator at its end. */
  readonly prefix: PathText
  /** The same relative to where the walk began, with `/`; empty at the top. */
  readonly relative: string
  readonly entries: readonly Entry[]
  next: number
}

/**
 * Finds all that is below a folder: depth first, the entries of each folder in the order of their names'
 * UTF-16 code units, files and folders in one sequence. Links are not followed. What cannot be read becomes
 * a finding with a problem and the walk goes on.
 *
 * Memory: the entries of each folder between the top and the present place, and no more.
 */
export function walkFolder(folder: PathText, finder: Finder, filter: WalkFilter | null = null): void {
  const levels: Level[] = []

  function enter(path: PathText, relative: string): void {
    finder.pulse()
    try {
      const prefix = path.endsWith(sep) ? path : path + sep
      levels.push({ prefix, relative, entries: readFolder(path), next: 0 })
    } catch (error) {
      finder.found(path, noFacts, describeProblem(error, path))
    }
  }

  enter(folder, '')
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const entry = level.entries[level.next]
    level.next += 1
    if (entry === undefined) {
      levels.pop()
      continue
    }
    const path = level.prefix + entry.name
    const relative = filter === null ? '' : level.relative + entry.name
    if (entry.kind === 'folder') {
      if (filter === null || filter.enters(relative)) enter(path, `${relative}/`)
    } else if (filter === null || filter.accepts(relative)) {
      const turnedFolder = take(path, entry.kind, finder)
      if (turnedFolder && filter === null) enter(path, '')
    } else {
      finder.pulse()
    }
  }
}

/** Reports an entry that was no folder when its folder was read. Returns whether it is one by now. */
function take(path: PathText, listedKind: EntryKind, finder: Finder): boolean {
  if (listedKind === 'link') {
    finder.link()
    return false
  }
  let stats: Stats
  try {
    stats = lstatSync(toPathBytes(path))
  } catch (error) {
    finder.found(path, noFacts, describeProblem(error, path))
    return false
  }
  const kind = kindOf(stats)
  if (kind === 'folder') return true
  if (kind === 'link') finder.link()
  else if (kind === 'file') finder.found(path, { size: stats.size, modifiedAt: stats.mtimeMs }, null)
  else finder.found(path, noFacts, notAFile(path, kind.other))
  return false
}

/** The entries of a folder in the order of a walk. All of one folder are held at once: they are to be sorted. */
function readFolder(folder: PathText): Entry[] {
  const bytes = toPathBytes(folder)
  const listed = readdirSync(bytes, { withFileTypes: true })
  // A name with a replacement character was, most likely, not valid UTF-8: only its bytes tell.
  const entries = listed.some((entry) => entry.name.includes('\uFFFD'))
    ? readdirSync(bytes, { withFileTypes: true, encoding: 'buffer' }).map((entry) => ({
        name: fromPathBytes(entry.name),
        kind: kindOf(entry),
      }))
    : listed.map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
  return entries.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))
}
