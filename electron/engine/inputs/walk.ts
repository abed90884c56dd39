import { lstatSync, statSync, type Stats } from 'node:fs'
import type { PathText } from '../../../shared/model/path-text.ts'
import { toPathBytes } from '../path-bytes.ts'
import { endlessFile } from './endless-file.ts'
import { kindOf } from './entry-kind.ts'
import { noFacts, type Finder, type LeftOutReason } from './finder.ts'
import type { ItemFilter, NamedEntry } from './item-filter.ts'
import type { WalkPattern } from './glob.ts'
import { entriesIn, namesIn, type Listing } from './listing.ts'
import { describeProblem, notAFile, problemOfNamed, type Problem } from './problems.ts'
import { realPath, withSeparator } from './real-path.ts'

/** What decides which entries of a walk count. */
export interface WalkRules {
  /** What it does not name is no part of the input, and not counted as left out. */
  readonly pattern: WalkPattern | null
  readonly filter: ItemFilter
}

/** A folder to be gone through. */
interface Place {
  readonly path: PathText
  /** Its real path; the same as `path` where that is not needed. */
  readonly real: PathText
  /** Relative to where the walk began, with `/` at its end; empty at the top. */
  readonly relative: string
  /** 0 at the top. */
  readonly depth: number
  /** Whether all that is in it is included, as far as patterns go. */
  readonly isIncluded: boolean
}

/** A folder whose entries are being gone through. */
interface Level extends Place {
  /** `path` and `real` with a separator at their ends. */
  readonly prefix: PathText
  readonly realPrefix: PathText
  readonly listing: Listing
  next: number
}

/**
 * Finds all that is below a folder: depth first, the entries of each folder in the order of their names'
 * UTF-16 code units, files and folders in one sequence. What cannot be read becomes a finding with a problem
 * and the walk goes on.
 *
 * Links are not followed unless the filter says so. Then folders behind links are gone through after all
 * others, each folder once, by whichever way it is reached first.
 *
 * Memory: the entries of each folder between the top and the present place, and no more; where links are
 * followed, also a mark for each folder and the place of each link to one.
 *
 * @param identity the folder's real path; the same as `folder` where files need not be recognised
 */
export function walkFolder(folder: PathText, identity: PathText, finder: Finder, rules: WalkRules): void {
  new Walk(finder, rules).from({ path: folder, real: identity, relative: '', depth: 0, isIncluded: false })
}

class Walk {
  readonly #finder: Finder
  readonly #pattern: WalkPattern | null
  readonly #filter: ItemFilter
  readonly #list: (folder: PathText) => Listing
  readonly #levels: Level[] = []
  /** The folders that were entered, where one could be reached twice. */
  readonly #entered: Set<string> | null
  /** Links to folders, for later. */
  #links: Place[] = []

  constructor(finder: Finder, { pattern, filter }: WalkRules) {
    this.#finder = finder
    this.#pattern = pattern
    this.#filter = filter
    this.#list = pattern !== null || filter.readsNames ? entriesIn : namesIn
    this.#entered = filter.followsLinks ? new Set() : null
  }

  from(top: Place): void {
    this.#enter(top)
    this.#goThrough()
    while (this.#links.length > 0) {
      const links = this.#links
      this.#links = []
      for (const link of links) {
        this.#enterLink(link)
        this.#goThrough()
      }
    }
  }

  #goThrough(): void {
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      const name = level.listing.names[level.next]
      level.next += 1
      if (name === undefined) this.#levels.pop()
      else this.#entry(level, name)
    }
  }

  #enter(place: Place): void {
    this.#finder.pulse()
    try {
      if (this.#entered !== null && !this.#mark(this.#entered, place.path)) {
        this.#finder.leftOut('links')
        return
      }
      this.#levels.push({
        ...place,
        prefix: withSeparator(place.path),
        realPrefix: withSeparator(place.real),
        listing: this.#list(place.path),
        next: 0,
      })
    } catch (error) {
      this.#finder.found(place.path, noFacts, describeProblem(error, place.path), place.real)
    }
  }

  #enterLink(place: Place): void {
    try {
      this.#enter({ ...place, real: realPath(place.path) })
    } catch (error) {
      this.#finder.found(place.path, noFacts, problemOfNamed(error, place.path), place.path)
    }
  }

  /** Whether this folder is entered for the first time. */
  #mark(entered: Set<string>, folder: PathText): boolean {
    const { dev, ino } = statSync(toPathBytes(folder), { bigint: true })
    // Some network file systems do not number their files.
    const mark = ino === 0n ? realPath(folder) : `${dev}:${ino}`
    if (entered.has(mark)) return false
    entered.add(mark)
    return true
  }

  #entry(level: Level, name: PathText): void {
    // Before anything costs time; what an input's pattern does not name is not left out, though.
    if (this.#pattern === null && this.#filter.hides(name)) return this.#finder.leftOut('hidden')
    const path = level.prefix + name
    let kind = level.listing.kinds === null ? null : (level.listing.kinds.get(name) ?? 'file')
    let stats: Stats | null = null
    if (kind === null) {
      stats = this.#lookAt(level, path)
      if (stats === null) return
      // No rule is about names then, so that most entries need nothing of what follows.
      if (stats.isFile()) return this.#report(name, path, stats, realOf(level, path))
      kind = kindOf(stats)
    }
    const entry = { name, relative: level.relative + name, isIncluded: level.isIncluded }
    if (kind === 'folder') this.#folder(level, entry)
    else if (kind === 'link' && this.#filter.followsLinks) this.#link(level, entry)
    else if (this.#counts(entry)) this.#take(level, entry, path, stats)
  }

  /** Whether its name and place let something through that is no folder. */
  #counts(entry: NamedEntry): boolean {
    if (this.#pattern !== null && !this.#pattern.accepts(entry.relative)) {
      this.#finder.pulse()
      return false
    }
    return this.#letsIn(this.#filter.hides(entry.name) ? 'hidden' : this.#filter.file(entry))
  }

  #letsIn(reason: LeftOutReason | null): boolean {
    if (reason !== null) this.#finder.leftOut(reason)
    return reason === null
  }

  #folder(level: Level, entry: NamedEntry): void {
    const place = this.#placeOf(level, entry)
    if (place !== null) this.#enter(place)
  }

  /** Null where the folder is not to be entered. */
  #placeOf(level: Level, entry: NamedEntry): Place | null {
    if (this.#pattern !== null && !this.#pattern.enters(entry.relative)) return null
    const depth = level.depth + 1
    const reason = this.#filter.hides(entry.name) ? 'hidden' : this.#filter.folder(entry, depth)
    if (!this.#letsIn(reason)) return null
    return {
      path: level.prefix + entry.name,
      real: level.realPrefix + entry.name,
      relative: `${entry.relative}/`,
      depth,
      isIncluded: this.#filter.includesAllOf(entry),
    }
  }

  /** A link that is to be followed. */
  #link(level: Level, entry: NamedEntry): void {
    const path = level.prefix + entry.name
    let target: { readonly stats: Stats; readonly real: PathText } | null = null
    let problem: Problem | null = null
    try {
      target = { stats: statSync(toPathBytes(path)), real: realPath(path) }
    } catch (error) {
      problem = problemOfNamed(error, path)
    }
    if (target?.stats.isDirectory() === true) {
      const place = this.#placeOf(level, entry)
      if (place !== null) this.#links.push(place)
    } else if (this.#counts(entry)) {
      if (target === null) this.#finder.found(path, noFacts, problem, path)
      else this.#report(entry.name, path, target.stats, target.real)
    }
  }

  /** Something that counts and is no folder, or was none when its folder was read. */
  #take(level: Level, entry: NamedEntry, path: PathText, known: Stats | null): void {
    const stats = known ?? this.#lookAt(level, path)
    if (stats === null) return
    if (stats.isDirectory()) this.#folder(level, entry)
    else if (stats.isSymbolicLink()) this.#finder.leftOut('links')
    else this.#report(entry.name, path, stats, realOf(level, path))
  }

  #report(name: PathText, path: PathText, stats: Stats, identity: PathText): void {
    const kind = kindOf(stats)
    if (kind !== 'file') {
      this.#finder.found(
        path,
        noFacts,
        notAFile(path, typeof kind === 'string' ? kind : kind.other),
        identity,
      )
      return
    }
    const facts = { size: stats.size, modifiedAt: stats.mtimeMs }
    if (this.#letsIn(this.#filter.facts(facts))) {
      this.#finder.found(path, facts, endlessFile(path, name), identity)
    }
  }

  /** Null where it cannot be looked at, which is then reported. */
  #lookAt(level: Level, path: PathText): Stats | null {
    try {
      return lstatSync(toPathBytes(path))
    } catch (error) {
      this.#finder.found(path, noFacts, describeProblem(error, path), realOf(level, path))
      return null
    }
  }
}

/** The real path of an entry: the very same text where it is its path, which spares memory for two. */
function realOf({ prefix, realPrefix }: Level, path: PathText): PathText {
  return prefix === realPrefix ? path : realPrefix + path.slice(prefix.length)
}
