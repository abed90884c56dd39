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

/** What is in a folder. Names alone where that will do: an object for each of a million entries is much. */
interface Listing {
  readonly names: readonly PathText[]
  /** What the entries are that are no files; null where that was not asked for. */
  readonly kinds: ReadonlyMap<PathText, EntryKind> | null
}

/** A folder whose entries are being gone through. */
interface Level {
  /** The folder's path with a separator at its end. */
  readonly prefix: PathText
  /** The same relative to where the walk began, with `/`; empty at the top. */
  readonly relative: string
  readonly listing: Listing
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
      const listing = filter === null ? { names: namesIn(path), kinds: null } : entriesIn(path)
      levels.push({ prefix, relative, listing, next: 0 })
    } catch (error) {
      finder.found(path, noFacts, describeProblem(error, path))
    }
  }

  enter(folder, '')
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const name = level.listing.names[level.next]
    level.next += 1
    if (name === undefined) {
      levels.pop()
      continue
    }
    const path = level.prefix + name
    if (filter === null) {
      if (take(path, finder)) enter(path, '')
      continue
    }
    const relative = level.relative + name
    const kind = level.listing.kinds?.get(name) ?? 'file'
    if (kind === 'folder') {
      if (filter.enters(relative)) enter(path, `${relative}/`)
    } else if (filter.accepts(relative)) {
      take(path, finder)
    } else {
      finder.pulse()
    }
  }
}

/** Reports an entry unless it is a folder. Returns whether it is one. */
function take(path: PathText, finder: Finder): boolean {
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

/** The names in a folder, in the order of a walk. All of one folder are held at once: they are to be sorted. */
function namesIn(folder: PathText): PathText[] {
  const bytes = toPathBytes(folder)
  const names = readdirSync(bytes)
  if (!names.some(mayBeInexact)) return names.sort()
  return readdirSync(bytes, { encoding: 'buffer' }).map(fromPathBytes).sort()
}

/** The entries of a folder in the order of a walk, with what they are. */
function entriesIn(folder: PathText): Listing {
  const bytes = toPathBytes(folder)
  const names: PathText[] = []
  const kinds = new Map<PathText, EntryKind>()
  function add(name: PathText, kind: EntryKind): void {
    names.push(name)
    if (kind !== 'file') kinds.set(name, kind)
  }

  const entries = readdirSync(bytes, { withFileTypes: true })
  if (entries.some((entry) => mayBeInexact(entry.name))) {
    for (const entry of readdirSync(bytes, { withFileTypes: true, encoding: 'buffer' })) {
      add(fromPathBytes(entry.name), kindOf(entry))
    }
  } else {
    for (const entry of entries) add(entry.name, kindOf(entry))
  }
  return { names: names.sort(), kinds }
}

/** A replacement character stands, most likely, for bytes that are not UTF-8: only the bytes tell the name. */
function mayBeInexact(name: string): boolean {
  return name.includes('\uFFFD')
}
