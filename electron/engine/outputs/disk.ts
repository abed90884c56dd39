import { lstat, stat, type BigIntStats, type PathLike } from 'node:fs'
import { opendir, readdir, realpath } from 'node:fs/promises'
import { basename, dirname, sep } from 'node:path'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { fromPathBytes, toPathBytes } from '../path-bytes.ts'
import { foldName } from './fold-name.ts'
import { standingOf, type Standing } from './standing.ts'

/** What is known of the folder of an output. */
export interface FolderFacts {
  /** Its path without links, as far as it exists. */
  readonly real: PathText
  readonly isThere: boolean
  /** A file that stands where the folder, or one above it, would have to be. */
  readonly blockedBy: PathText | null
  /** Whether names that differ in letter case alone are one. */
  readonly ignoresCase: boolean
}

/** What a planner asks of the file systems. It changes nothing there. */
export interface Disk {
  /** What stands at the path itself, links not followed; null for nothing. */
  look(path: PathText): Promise<Standing | null>
  /** The file that the path leads to, links followed; null where it leads nowhere. */
  follow(path: PathText): Promise<Standing | null>
  /** The path without links; null where it leads nowhere. */
  realPath(path: PathText): Promise<PathText | null>
  folder(path: PathText): Promise<FolderFacts>
  /** The name that a file really has, where letter case is ignored. */
  ownName(folder: FolderFacts, name: PathText): Promise<PathText>
}

/** How many folders are remembered. */
const mostFolders = 10_000

/** How many names of a folder are looked at to find one that has letters. */
const mostNames = 100

const foldsByDefault = process.platform === 'win32' || process.platform === 'darwin'

/** The file systems of this machine. */
export class RealDisk implements Disk {
  readonly #folders = new Map<PathText, Promise<FolderFacts>>()
  /** By device: a volume either tells capitals from small letters or does not. */
  readonly #ignoresCase = new Map<number, Promise<boolean>>()

  look(path: PathText): Promise<Standing | null> {
    return standing(lstat, path)
  }

  follow(path: PathText): Promise<Standing | null> {
    return standing(stat, path)
  }

  realPath(path: PathText): Promise<PathText | null> {
    return realPathOrNull(path)
  }

  folder(path: PathText): Promise<FolderFacts> {
    const known = this.#folders.get(path)
    if (known !== undefined) return known
    if (this.#folders.size >= mostFolders) this.#folders.clear()
    const found = this.#find(path)
    this.#folders.set(path, found)
    return found
  }

  async ownName({ real }: FolderFacts, name: PathText): Promise<PathText> {
    if (process.platform !== 'linux') return basename(await realPathOf(real + sep + name))
    const names = await readdir(toPathBytes(real), { encoding: 'buffer' })
    const folded = foldName(name)
    return names.map((bytes) => fromPathBytes(bytes)).find((each) => foldName(each) === folded) ?? name
  }

  async #find(path: PathText): Promise<FolderFacts> {
    const existing = await realPathOrNull(path)
    if (existing === null) {
      const parent = dirname(path)
      if (parent === path) return { real: path, isThere: false, blockedBy: null, ignoresCase: foldsByDefault }
      const above = await this.folder(parent)
      const real = above.real.endsWith(sep) ? above.real + basename(path) : above.real + sep + basename(path)
      return { ...above, real, isThere: false }
    }
    const { isFolder, device } = await new Promise<{ isFolder: boolean; device: number }>(
      (resolve, reject) => {
        stat(toPathBytes(existing), (error, stats) =>
          error === null ? resolve({ isFolder: stats.isDirectory(), device: stats.dev }) : reject(error),
        )
      },
    )
    if (!isFolder) {
      return { real: existing, isThere: false, blockedBy: existing, ignoresCase: foldsByDefault }
    }
    const ignoresCase = await this.#caseOf(existing, device)
    return { real: existing, isThere: true, blockedBy: null, ignoresCase }
  }

  #caseOf(folder: PathText, device: number): Promise<boolean> {
    const known = this.#ignoresCase.get(device)
    if (known !== undefined) return known
    const found = this.#tryCase(folder)
    this.#ignoresCase.set(device, found)
    return found
  }

  /** Asks for something that is there by its name in other letters. Writes nothing. */
  async #tryCase(folder: PathText): Promise<boolean> {
    const entry = await entryWithLetters(folder)
    if (entry === null) return foldsByDefault
    try {
      const other = await this.look(dirname(entry) + sep + swapCase(basename(entry)))
      if (other === null) return false
      const own = await this.look(entry)
      return own === null ? foldsByDefault : own.inode === other.inode
    } catch {
      return foldsByDefault
    }
  }
}

/** Something in the folder, or else the folder itself, whose name has letters. */
async function entryWithLetters(folder: PathText): Promise<PathText | null> {
  try {
    let looked = 0
    for await (const { name } of await opendir(toPathBytes(folder), { encoding: 'latin1' })) {
      const text = fromPathBytes(Buffer.from(name, 'latin1'))
      if (swapCase(text) !== text) return folder + sep + text
      if ((looked += 1) >= mostNames) break
    }
  } catch {
    // A folder that may not be read has a name all the same.
  }
  return swapCase(basename(folder)) === basename(folder) ? null : folder
}

function swapCase(name: PathText): PathText {
  return name.replace(/[a-z]/giu, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
}

/** By callbacks, which cost half of what promises do. */
function standing(
  call: (
    path: PathLike,
    options: { bigint: true },
    callback: (error: NodeJS.ErrnoException | null, stats: BigIntStats) => void,
  ) => void,
  path: PathText,
): Promise<Standing | null> {
  return new Promise((resolve, reject) => {
    call(toPathBytes(path), { bigint: true }, (error, stats) => {
      if (error === null) resolve(standingOf(stats))
      else if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) resolve(null)
      else reject(error)
    })
  })
}

async function realPathOf(path: PathText): Promise<PathText> {
  return fromPathBytes(await realpath(toPathBytes(path), { encoding: 'buffer' }))
}

async function realPathOrNull(path: PathText): Promise<PathText | null> {
  try {
    return await realPathOf(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null
    throw error
  }
}
