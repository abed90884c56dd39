import { statSync } from 'node:fs'
import { basename, dirname, isAbsolute } from 'node:path'
import type { InputSource } from '../../../shared/model/job.ts'
import { numbersOf, type NumberRange } from '../../../shared/model/number-range.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import { readCsvList } from './csv-list.ts'
import { endlessFile } from './endless-file.ts'
import { kindOf } from './entry-kind.ts'
import { noFacts, type Finder } from './finder.ts'
import { parseGlob, type WalkPattern } from './glob.ts'
import type { ItemFilter } from './item-filter.ts'
import { readList, type ListEntry } from './list-file.ts'
import { describeProblem, notAFile, problemOfNamed, quotePath, type Problem } from './problems.ts'
import { absolutePath, realPath, RealPaths, withSeparator } from './real-path.ts'
import { walkFolder } from './walk.ts'

/** An input that says where to look. */
type NamedPlace = Extract<InputSource, { kind: 'glob' | 'path' }>

/**
 * Whether the same item could be met twice in these inputs. False only where that is certain: a single
 * folder, file, pattern or range, or several of which none lies within another, links followed.
 */
export function mayRepeat(inputs: readonly InputSource[], followsLinks: boolean): boolean {
  if (inputs.some(({ kind }) => kind === 'list' || kind === 'csv')) return true
  // The numbers of a range are no paths of files: they can meet only each other.
  if (inputs.filter(({ kind }) => kind === 'range').length > 1) return true
  const places = inputs.filter((input) => input.kind === 'path' || input.kind === 'glob')
  return followsLinks ? places.length > 0 : places.length > 1 && mayOverlap(places)
}

function mayOverlap(places: readonly NamedPlace[]): boolean {
  try {
    const beginnings = places.map((place) => withSeparator(realPath(beginningOf(place)))).sort()
    // In order, what lies within a folder comes right after it.
    return beginnings.some(
      (beginning, index) => index > 0 && beginning.startsWith(beginnings[index - 1] ?? ''),
    )
  } catch {
    return true
  }
}

/**
 * Goes through the inputs in their order and reports every file that the filter lets through: one for a
 * file, all that is below for a folder, or the folder itself where the filter takes folders whole. An input that names nothing readable is reported with its problem; a
 * pattern that matches nothing is not reported. Paths keep the spelling of the input they come from. The
 * numbers of a range are reported as they are.
 */
export function lookThrough(
  inputs: readonly InputSource[],
  finder: Finder,
  filter: ItemFilter,
  repeats: boolean = mayRepeat(inputs, filter.followsLinks),
): void {
  const search = new Search(finder, filter, repeats)
  for (const input of inputs) search.input(input)
}

function beginningOf(input: NamedPlace): PathText {
  return input.kind === 'glob' ? parseGlob(input.pattern).base : input.path
}

class Search {
  readonly #finder: Finder
  readonly #filter: ItemFilter
  /** Null where no file can be met twice, so that nothing needs to be recognised. */
  readonly #realPaths: RealPaths | null

  constructor(finder: Finder, filter: ItemFilter, repeats: boolean) {
    this.#finder = finder
    this.#filter = filter
    this.#realPaths = repeats ? new RealPaths() : null
  }

  input(input: InputSource): void {
    switch (input.kind) {
      case 'path':
        this.#path(absolutePath('', input.path), null)
        break
      case 'glob':
        this.#pattern(input.pattern)
        break
      case 'list':
        this.#list(
          input,
          readList(input.path, input.separator, () => this.#finder.pulse()),
        )
        break
      case 'csv':
        this.#list(
          input,
          readCsvList(input, () => this.#finder.pulse()),
        )
        break
      case 'range':
        this.#range(input.range)
        break
    }
  }

  /**
   * A path that the user named: links are followed.
   * @param base the folder from which it was named; null where it was named as a whole
   */
  #path(path: PathText, base: PathText | null): void {
    this.#finder.below(base !== null && path.startsWith(withSeparator(base)) ? base : dirname(path))
    const identity = this.#identityOf(path)
    try {
      const stats = statSync(toPathBytes(path))
      const kind = kindOf(stats)
      if (kind === 'folder' && !this.#filter.takesFolders) {
        if (base === null) this.#finder.below(path)
        this.#walk(path, identity, null)
      } else if (this.#letsIn(path)) {
        if (typeof kind === 'object') {
          this.#finder.found(path, noFacts, notAFile(path, kind.other), identity)
          return
        }
        const isFolder = kind === 'folder'
        const facts = { size: isFolder ? null : stats.size, modifiedAt: stats.mtimeMs }
        const reason = this.#filter.facts(facts)
        if (reason !== null) this.#finder.leftOut(reason)
        // Neither size nor date of a folder says whether anything in it has changed.
        else if (isFolder) this.#finder.found(path, noFacts, null, identity)
        else this.#finder.found(path, facts, endlessFile(path, basename(path)), identity)
      }
    } catch (error) {
      if (this.#letsIn(path)) this.#finder.found(path, noFacts, problemOfNamed(error, path), identity)
    }
  }

  /** Whether its name lets something in that is no folder. */
  #letsIn(path: PathText): boolean {
    const name = basename(path)
    const reason = this.#filter.file({ name, relative: name, isIncluded: false })
    if (reason !== null) this.#finder.leftOut(reason)
    return reason === null
  }

  #walk(folder: PathText, identity: PathText, pattern: WalkPattern | null): void {
    walkFolder(folder, identity, this.#finder, { pattern, filter: this.#filter })
  }

  #pattern(pattern: string): void {
    try {
      const { base, filter } = parseGlob(pattern)
      if (filter === null) this.#path(base, null)
      else if (isFolder(base)) {
        this.#finder.below(base)
        this.#walk(base, this.#identityOf(base), filter)
      }
    } catch (error) {
      this.#finder.below(null)
      this.#finder.found(pattern, noFacts, problemOfPattern(error, pattern), pattern)
    }
  }

  #list(
    { path: list, base }: { readonly path: PathText; readonly base: PathText },
    entries: Iterable<ListEntry>,
  ): void {
    try {
      for (const entry of entries) {
        if (entry.tooLong) {
          this.#finder.below(null)
          this.#finder.found(entry.text, noFacts, problemOfLongEntry(list, entry.text), entry.text)
        } else {
          this.#path(absolutePath(base, entry.text), isAbsolute(entry.text) ? null : base)
        }
      }
    } catch (error) {
      this.#finder.below(null)
      this.#finder.found(list, noFacts, describeProblem(error, list), list)
    }
  }

  #range(range: NumberRange): void {
    this.#finder.below(null)
    for (const number of numbersOf(range)) this.#finder.found(number, noFacts, null, number)
  }

  #identityOf(path: PathText): PathText {
    return this.#realPaths?.of(path) ?? path
  }
}

/** A pattern whose beginning is not there matches nothing; whatever else is wrong with it is found later. */
function isFolder(path: PathText): boolean {
  try {
    return statSync(toPathBytes(path)).isDirectory()
  } catch (error) {
    const reason = errorCode(error)
    return reason !== 'ENOENT' && reason !== 'ENOTDIR'
  }
}

function problemOfPattern(error: unknown, pattern: string): Problem {
  const reason = error instanceof Error ? error.message : String(error)
  return { code: 'READ_FAILED', message: `The pattern ${quotePath(pattern)} cannot be used: ${reason}.` }
}

function problemOfLongEntry(list: PathText, beginning: PathText): Problem {
  return {
    code: 'NAME_TOO_LONG',
    message:
      `An entry of the list ${quotePath(list)} is longer than any path can be; it begins with ` +
      `${quotePath(beginning)}. The list may be of the other kind, with NUL or line ends between its entries.`,
  }
}
