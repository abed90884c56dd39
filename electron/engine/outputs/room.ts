import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { PathText } from '../../../shared/model/path-text.ts'
import { toPathBytes } from '../path-bytes.ts'

/** How much a volume has, in bytes. */
export interface Room {
  readonly free: number
  readonly total: number
}

/** How many folders are remembered whose volume is known, and how many volumes. */
const mostFolders = 10_000
const mostVolumes = 100

/** The room on the volume of a path that need not exist yet; null where it cannot be told. */
export async function roomAt(path: PathText): Promise<Room | null> {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      const { bavail, blocks, bsize } = await statfs(toPathBytes(folder))
      return { free: bavail * bsize, total: blocks * bsize }
    } catch {
      if (dirname(folder) === folder) return null
    }
  }
}

/** The volumes that the outputs of a run go to: one folder of each. Bounded, however many outputs there are. */
export class OutputVolumes {
  readonly #known = new Set<PathText>()
  readonly #volumes = new Map<number, PathText>()

  /** Takes note of where outputs will stand. */
  async add(paths: readonly PathText[]): Promise<void> {
    for (const folder of new Set(paths.map((path) => dirname(path)))) {
      if (this.#known.has(folder)) continue
      if (this.#known.size >= mostFolders) this.#known.clear()
      this.#known.add(folder)
      if (this.#volumes.size < mostVolumes) await this.#addFolder(folder)
    }
  }

  /** A folder on each volume. */
  get folders(): PathText[] {
    return [...this.#volumes.values()]
  }

  async #addFolder(folder: PathText): Promise<void> {
    for (let place = folder; ; place = dirname(place)) {
      try {
        const { dev } = await stat(toPathBytes(place))
        if (!this.#volumes.has(dev)) this.#volumes.set(dev, place)
        return
      } catch {
        if (dirname(place) === place) return
      }
    }
  }
}
