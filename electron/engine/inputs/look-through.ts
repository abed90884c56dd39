import { lstatSync, statSync } from 'node:fs'
import type { InputSource } from '../../../shared/model/job.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import { kindOf } from './entry-kind.ts'
import { noFacts, type FileFacts, type Finder } from './finder.ts'
import { parseGlob } from './glob.ts'
import { readList } from './list-file.ts'
import { describeProblem, notAFile, quotePath, type Problem } from './problems.ts'
import { absolutePath, realPath, RealPaths, withSeparator } from './real-path.ts'
import { walkFolder } from './walk.ts'

/** A finder that is also told by which path each file can be recognised when it is met again. */
export interface IdentifyingFinder extends Omit<Finder, 'found'> {
  found(path: PathText, facts: FileFacts, problem: Problem | null, identity: PathText): void
}

/**
 * Whether the same file could be met twice in these inputs. False only where that is certain: a single
 * folder, file or pattern, or several of which none lies within another, links followed.
 */
export function mayRepeat(inputs: readonly InputSource[]): boolean {
  if (inputs.some((input) => input.kind === 'list')) return true
  if (inputs.length < 2) return false
  try {
    const beginnings = inputs.map((input) => withSeparator(realPath(beginningOf(input)))).sort()
    // In order, what lies within a folder comes right after it.
    return beginnings.some(
      (beginning, index) => index > 0 && beginning.startsWith(beginnings[index - 1] ?? ''),
    )
  } catch {
    return true
  }
}

/**
 * Goes through the inputs in their order and reports every file: one for a file, all that is below for a
 * folder. An input that names nothing readable is reported with its problem; a pattern that matches nothing
 * is not reported. Paths keep the spelling of the input they come from.
 */
export function lookThrough(
  inputs: readonly InputSource[],
  finder: IdentifyingFinder,
  repeats: boolean = mayRepeat(inputs),
): void {
  const search = new Search(finder, repeats)
  for (const input of inputs) {
    if (input.kind === 'path') search.path(absolutePath('', input.path))
    else if (input.kind === 'glob') search.pattern(input.pattern)
    else search.list(input.path, input.separator, input.base)
  }
}

function beginningOf(input: InputSource): PathText {
  return input.kind === 'glob' ? parseGlob(input.pattern).base : input.path
}

class Search {
  readonly #finder: IdentifyingFinder
  /** Null where no file can be met twice, so that nothing needs to be recognised. */
  readonly #realPaths: RealPaths | null

  constructor(finder: IdentifyingFinder, repeats: boolean) {
    this.#finder = finder
    this.#realPaths = repeats ? new RealPaths() : null
  }

  /** A path that the user named: links are followed. */
  path(path: PathText): void {
    const identity = this.#identityOf(path)
    try {
      const stats = statSync(toPathBytes(path))
      const kind = kindOf(stats)
      if (kind === 'folder') {
        walkFolder(path, this.#below(path, identity))
      } else if (typeof kind === 'object') {
        this.#finder.found(path, noFacts, notAFile(path, kind.other), identity)
      } else {
        this.#finder.found(path, { size: stats.size, modifiedAt: stats.mtimeMs }, null, identity)
      }
    } catch (error) {
      this.#finder.found(path, noFacts, problemOfNamed(error, path), identity)
    }
  }

  pattern(pattern: string): void {
    try {
      const { base, filter } = parseGlob(pattern)
      if (filter === null) this.path(base)
      else if (isFolder(base)) walkFolder(base, this.#below(base, this.#identityOf(base)), filter)
    } catch (error) {
      this.#finder.found(pattern, noFacts, problemOfPattern(error, pattern), pattern)
    }
  }

  list(list: PathText, separator: 'newline' | 'nul', base: PathText): void {
    try {
      for (const entry of readList(list, separator, () => this.#finder.pulse())) {
        if (entry.tooLong) {
          this.#finder.found(entry.text, noFacts, problemOfLongEntry(list, entry.text), entry.text)
        } else {
          this.path(absolutePath(base, entry.text))
        }
      }
    } catch (error) {
      this.#finder.found(list, noFacts, describeProblem(error, list), list)
    }
  }

  /** Recognises what is below a folder by the folder's real path. */
  #below(folder: PathText, identity: PathText): Finder {
    const finder = this.#finder
    if (folder === identity) {
      return {
        found: (path, facts, problem) => finder.found(path, facts, problem, path),
        link: () => finder.link(),
        pulse: () => finder.pulse(),
      }
    }
    const prefix = withSeparator(identity)
    const cut = withSeparator(folder).length
    return {
      found: (path, facts, problem) =>
        finder.found(path, facts, problem, path === folder ? identity : prefix + path.slice(cut)),
      link: () => finder.link(),
      pulse: () => finder.pulse(),
    }
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

function problemOfNamed(error: unknown, path: PathText): Problem {
  if (errorCode(error) === 'ENOENT' && isLink(path)) {
    return {
      code: 'NOT_FOUND',
      message: `${quotePath(path)} is a symbolic link to something that does not exist. Correct or remove the link.`,
    }
  }
  return describeProblem(error, path)
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

function isLink(path: PathText): boolean {
  try {
    return lstatSync(toPathBytes(path)).isSymbolicLink()
  } catch {
    return false
  }
}
