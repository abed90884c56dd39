import { readdirSync } from 'node:fs'
import type { PathText } from '../../../shared/model/path-text.ts'
import { fromPathBytes, toPathBytes } from '../path-bytes.ts'
import { kindOf, type EntryKind } from './entry-kind.ts'

/** What is in a folder, in the order of a walk: that of the names' UTF-16 code units. */
export interface Listing {
  readonly names: readonly PathText[]
  /** What the entries are that are no files; null where that was not asked for. */
  readonly kinds: ReadonlyMap<PathText, EntryKind> | null
}

/**
 * The names in a folder alone, where that will do: an object for each of a million entries is much. All of
 * one folder are held at once, since they are to be sorted.
 */
export function namesIn(folder: PathText): Listing {
  const bytes = toPathBytes(folder)
  const names = readdirSync(bytes)
  if (!names.some(mayBeInexact)) return { names: names.sort(), kinds: null }
  return { names: readdirSync(bytes, { encoding: 'buffer' }).map(fromPathBytes).sort(), kinds: null }
}

/** The entries of a folder with what they are. */
export function entriesIn(folder: PathText): Listing {
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
