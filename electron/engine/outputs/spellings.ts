import { basename, sep } from 'node:path'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { Disk, FolderFacts } from './disk.ts'

/** How many folders that were given as inputs are remembered. */
const mostRoots = 1_000

/** Under which paths a file may be an input: the inputs of a run are known by the path through which they were found. */
export class Spellings {
  readonly #disk: Disk
  /** Folders that were given as inputs and are reached through links, with their paths without links. */
  readonly #linkedRoots = new Map<PathText, PathText>()
  readonly #known = new Set<PathText>()

  constructor(disk: Disk) {
    this.#disk = disk
  }

  /** Takes note of a folder that was given as input. */
  async addRoot(root: PathText): Promise<void> {
    if (this.#known.has(root) || this.#known.size >= mostRoots) return
    this.#known.add(root)
    const { real } = await this.#disk.folder(root)
    if (real !== root) this.#linkedRoots.set(root, real)
  }

  /** The paths that a file which is there may have been given or found by. */
  async of(path: PathText, folder: FolderFacts): Promise<PathText[]> {
    const name = basename(path)
    const own = folder.ignoresCase ? await this.#disk.ownName(folder, name) : name
    const real = withSeparator(folder.real) + own
    const spellings = new Set([path, path.slice(0, path.length - name.length) + own, real])
    for (const [root, realRoot] of this.#linkedRoots) {
      const below = withSeparator(realRoot)
      if (real.startsWith(below)) spellings.add(withSeparator(root) + real.slice(below.length))
    }
    return [...spellings]
  }
}

function withSeparator(folder: PathText): PathText {
  return folder.endsWith(sep) ? folder : folder + sep
}
