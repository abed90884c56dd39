import type { InputFilter } from '../../../shared/model/input-filter.ts'
import { momentOf } from '../../../shared/model/moment.ts'
import type { FileFacts, LeftOutReason } from './finder.ts'
import { parseFilterPattern, platformGlobRules, type FilterPattern, type GlobRules } from './glob.ts'

/** An entry as a filter looks at it. */
export interface NamedEntry {
  readonly name: string
  /** Its path below the folder that the input names, with `/`. */
  readonly relative: string
  /** Whether it lies in a folder that is included with all that is in it. */
  readonly isIncluded: boolean
}

/** A filter made ready to be asked about many entries. Asked in the order of its methods, cheapest first. */
export class ItemFilter {
  readonly followsLinks: boolean
  /** Whether a folder that is named is one item. */
  readonly takesFolders: boolean
  /** Whether names decide, so that it pays to know what an entry is before looking at it closely. */
  readonly readsNames: boolean
  /** How many folders deep; `Infinity` where that does not matter. */
  readonly #maxDepth: number
  readonly #hidden: boolean
  readonly #include: readonly FilterPattern[]
  readonly #exclude: readonly FilterPattern[]
  readonly #extensions: ReadonlySet<string>
  /** The most dots in one of the extensions, and one more for the dot before it. */
  readonly #mostDots: number
  readonly #minSize: number
  readonly #maxSize: number
  readonly #modifiedAfter: number
  readonly #modifiedBefore: number

  /**
   * @param now from which ages count back, in milliseconds since 1970
   * @throws Error when a pattern cannot be used; the message names it
   */
  constructor(filter: InputFilter, now: number, rules: GlobRules = platformGlobRules) {
    const extensions = filter.extensions.map((each) => each.toLowerCase().replace(/^\./u, ''))
    this.followsLinks = filter.followLinks
    this.takesFolders = filter.wholeFolders
    this.#maxDepth = filter.maxDepth ?? Number.POSITIVE_INFINITY
    this.#hidden = filter.hidden
    this.#include = filter.include.map((pattern) => usable(pattern, rules))
    this.#exclude = filter.exclude.map((pattern) => usable(pattern, rules))
    this.#extensions = new Set(extensions)
    this.#mostDots = Math.max(0, ...extensions.map((each) => each.split('.').length))
    this.#minSize = filter.minSize ?? 0
    this.#maxSize = filter.maxSize ?? Number.POSITIVE_INFINITY
    this.#modifiedAfter = moment(filter.modifiedAfter, now) ?? Number.NEGATIVE_INFINITY
    this.#modifiedBefore = moment(filter.modifiedBefore, now) ?? Number.POSITIVE_INFINITY
    this.readsNames = this.#include.length + this.#exclude.length + extensions.length > 0
  }

  /** Whether an entry of a folder does not count because its name begins with a dot. */
  hides(name: string): boolean {
    return !this.#hidden && name.startsWith('.')
  }

  /** Why a folder is not gone through; null when it is. `depth` is 1 for one in the input's own folder. */
  folder(entry: NamedEntry, depth: number): LeftOutReason | null {
    if (this.#exclude.some((pattern) => matches(pattern, entry))) return 'pattern'
    if (depth >= this.#maxDepth) return 'tooDeep'
    const mayHoldWanted =
      this.#include.length === 0 ||
      this.includesAllOf(entry) ||
      this.#include.some((pattern) => pattern.mayMatchBelow(entry.relative))
    return mayHoldWanted ? null : 'pattern'
  }

  /** Whether all that is in a folder is included, as far as patterns go. */
  includesAllOf(folder: NamedEntry): boolean {
    return (
      folder.isIncluded || this.#include.some((pattern) => pattern.isOfFolders && matches(pattern, folder))
    )
  }

  /** Why something that is no folder does not count, as far as its name and place tell; null when it does. */
  file(entry: NamedEntry): LeftOutReason | null {
    if (this.#extensions.size > 0 && !this.#hasExtension(entry.name)) return 'extension'
    if (this.#exclude.some((pattern) => !pattern.isOfFolders && matches(pattern, entry))) return 'pattern'
    const isIncluded =
      this.#include.length === 0 ||
      entry.isIncluded ||
      this.#include.some((pattern) => !pattern.isOfFolders && matches(pattern, entry))
    return isIncluded ? null : 'pattern'
  }

  /** Why a file of this size and time does not count; null when it does. */
  facts({ size, modifiedAt }: FileFacts): LeftOutReason | null {
    if (size !== null && (size < this.#minSize || size > this.#maxSize)) return 'size'
    if (modifiedAt === null) return null
    return modifiedAt < this.#modifiedAfter || modifiedAt >= this.#modifiedBefore ? 'modified' : null
  }

  /** Something has to stand before the dot: `.jpg` is the name of a hidden file. */
  #hasExtension(name: string): boolean {
    let dot = name.lastIndexOf('.')
    for (let dots = 1; dot > 0 && dots <= this.#mostDots; dots += 1) {
      if (this.#extensions.has(name.slice(dot + 1).toLowerCase())) return true
      dot = name.lastIndexOf('.', dot - 1)
    }
    return false
  }
}

function matches(pattern: FilterPattern, entry: NamedEntry): boolean {
  return pattern.matches(pattern.isOfNames ? entry.name : entry.relative)
}

function usable(pattern: string, rules: GlobRules): FilterPattern {
  try {
    return parseFilterPattern(pattern, rules)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`The pattern ${JSON.stringify(pattern)} cannot be used: ${reason}.`, { cause: error })
  }
}

function moment(text: string | null, now: number): number | null {
  return text === null ? null : momentOf(text, now)
}
