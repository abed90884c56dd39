import { lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, resolve, sep } from 'node:path'
import type { PathText } from '../../../shared/model/path-text.ts'
import { fromPathBytes, toPathBytes } from '../path-bytes.ts'

/** How many folders' real paths are remembered. */
const rememberedFolders = 1_000

/** On these the same name may be written in upper or lower case, and only the system knows which is real. */
const ignoresCase = process.platform === 'win32' || process.platform === 'darwin'

/**
 * The path without links, as the file system has it.
 * @throws the error of the system call, such as ENOENT
 */
export function realPath(path: PathText): PathText {
  return fromPathBytes(realpathSync.native(toPathBytes(path), { encoding: 'buffer' }))
}

/**
 * The path made absolute and put in order, in the user's own spelling: links stay links. A `..` is only
 * taken away with the name before it where that leads to the same place; after a link it need not.
 */
export function absolutePath(base: PathText, text: PathText): PathText {
  const joined = isAbsolute(text) ? text : base + sep + text
  const ordered = resolve(joined)
  if (!/(?:^|[\\/])\.\.(?:[\\/]|$)/u.test(joined)) return ordered
  try {
    return realPath(joined) === realPath(ordered) ? ordered : joined
  } catch {
    // One of the two leads nowhere: keep the one that leads somewhere.
    return exists(joined) ? joined : ordered
  }
}

/** Finds real paths of many files quickly, by remembering those of their folders. */
export class RealPaths {
  readonly #folders = new Map<PathText, PathText>()

  /** The real path of a file or folder; the path itself where there is none. */
  of(path: PathText): PathText {
    try {
      if (ignoresCase || path.includes('..') || lstatSync(toPathBytes(path)).isSymbolicLink())
        return realPath(path)
      const folder = dirname(path)
      return folder === path ? path : withSeparator(this.#folder(folder)) + basename(path)
    } catch {
      // What is wrong with the path is told where the file itself is looked at.
      return path
    }
  }

  #folder(folder: PathText): PathText {
    const known = this.#folders.get(folder)
    if (known !== undefined) return known
    const real = realPath(folder)
    if (this.#folders.size >= rememberedFolders) this.#folders.clear()
    this.#folders.set(folder, real)
    return real
  }
}

/** The path with one separator at its end. */
export function withSeparator(folder: PathText): PathText {
  return folder.endsWith(sep) ? folder : folder + sep
}

function exists(path: PathText): boolean {
  try {
    lstatSync(toPathBytes(path))
    return true
  } catch {
    return false
  }
}
