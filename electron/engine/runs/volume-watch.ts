import { stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import { readMounts, type Mount } from './mounts.ts'
import { setTimer, type TimerHandle } from './timer.ts'

/** Errors behind which the loss of a whole volume may stand. */
const doubtfulCodes: ReadonlySet<string> = new Set(['NOT_FOUND', 'READ_FAILED', 'PERMISSION_DENIED'])

/** Whether an item that failed with this code is worth a look at its volume. */
export function isDoubtful(code: string): boolean {
  return doubtfulCodes.has(code)
}

/** What was found out about a path that could not be read. */
export interface Finding {
  /** The volume it is on, if that is gone: the folder at which it used to be. */
  readonly goneVolume: string | null
  /** Whether there is something at the path now. False where its volume is gone. */
  readonly isThere: boolean
}

export interface VolumeWatchOptions {
  /** Folders that the run's items were found in. One that vanishes as a whole counts as a volume. */
  readonly folders: readonly PathText[]
  /** How often is looked whether a volume is back, in milliseconds. Default: 2 s. */
  readonly interval?: number
  /** A volume that does not answer for so long counts as gone, in milliseconds. Default: 2 s. */
  readonly patience?: number
}

/** A place that may vanish with all that is below it. */
interface Volume {
  readonly path: string
  /** Null for a folder that is no volume of its own. */
  readonly device: string | null
}

/**
 * Knows the volumes that the items of a run are on, and whether one of them has gone: unplugged, its server
 * out of reach, or the run's folder moved away.
 *
 * A drive that is out of reach may never answer. So each volume is asked one thing at a time, on a thread of
 * Node's, and nobody waits for the answer longer than a moment.
 */
export class VolumeWatch {
  readonly #interval: number
  readonly #patience: number
  readonly #folders: readonly Volume[]
  readonly #mountsAtStart: Promise<readonly Mount[]>
  readonly #gone = new Map<string, Volume>()
  /** Questions that have had no answer yet, by volume. */
  readonly #pending = new Map<string, Promise<boolean>>()
  #timer: TimerHandle | null = null
  /** Resolved at the next look at what is gone. */
  #change = Promise.withResolvers<void>()
  #isClosed = false
  /** Told when a volume that was found gone is there again. */
  onBack: (volume: string) => void = () => {}

  constructor(options: VolumeWatchOptions) {
    this.#interval = options.interval ?? 2_000
    this.#patience = options.patience ?? 2_000
    this.#folders = options.folders.map((path) => ({ path: resolve(path), device: null }))
    this.#mountsAtStart = readMounts()
  }

  /** The volume that the path is on, if it is known to be gone. Costs nothing as long as none is. */
  goneVolumeOf(path: PathText): string | null {
    for (const volume of this.#gone.keys()) if (isBelow(path, volume)) return volume
    return null
  }

  /** Whether the path is one of the folders that the run's items were found in. */
  isFolder(path: PathText): boolean {
    return this.#folders.some((folder) => folder.path === path)
  }

  /** Volumes that are known to be gone. */
  get gone(): string[] {
    return [...this.#gone.keys()]
  }

  /**
   * Looks what has become of paths that could not be read. Resolves within a few seconds.
   * @param withFolders whether a folder itself counts as on its volume: where it is known to have been there
   */
  async look(paths: readonly PathText[], withFolders = false): Promise<Finding[]> {
    const isOn = (path: PathText, { path: folder }: Volume): boolean =>
      isBelow(path, folder) || (withFolders && path === folder)
    const known = [...(await this.#mountsAtStart), ...this.#folders]
    const onPaths = known.filter((volume) => paths.some((path) => isOn(path, volume)))
    const mounts = await readMounts()
    const areThere = await Promise.all(onPaths.map((volume) => this.#isThere(volume, mounts)))
    // Where a volume is gone, the folders on it are too: the outermost is the one to name.
    const gone = onPaths
      .filter((_, place) => areThere[place] === false)
      .toSorted((first, second) => first.path.length - second.path.length)
    for (const volume of gone) this.#watch(volume)
    return await Promise.all(
      paths.map(async (path) => {
        const volume = gone.find((each) => isOn(path, each))
        if (volume !== undefined) return { goneVolume: volume.path, isThere: false }
        return { goneVolume: null, isThere: await exists(path) }
      }),
    )
  }

  /** Resolves when no volume is known to be gone, or when the signal is given. */
  async allBack(signal: AbortSignal): Promise<void> {
    const wake = (): void => this.#change.resolve()
    signal.addEventListener('abort', wake)
    while (this.#gone.size > 0 && !signal.aborted) await this.#change.promise
    signal.removeEventListener('abort', wake)
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  #watch(volume: Volume): void {
    this.#gone.set(volume.path, volume)
    if (!this.#isClosed) this.#timer ??= setTimer(() => void this.#lookAgain(), this.#interval)
  }

  async #lookAgain(): Promise<void> {
    const mounts = await readMounts()
    const volumes = [...this.#gone.values()]
    const areThere = await Promise.all(volumes.map((volume) => this.#isThere(volume, mounts)))
    this.#timer = null
    for (const [place, volume] of volumes.entries()) {
      if (areThere[place] === false) this.#watch(volume)
      else this.#gone.delete(volume.path)
    }
    if (this.#isClosed) return
    for (const [place, { path }] of volumes.entries()) if (areThere[place] === true) this.onBack(path)
    this.#change.resolve()
    this.#change = Promise.withResolvers<void>()
  }

  async #isThere(volume: Volume, mounts: readonly Mount[]): Promise<boolean> {
    if (volume.device !== null && !mounts.some((mount) => isSame(mount, volume))) return false
    const earlier = this.#pending.get(volume.path)
    const question = earlier ?? this.#ask(volume.path)
    const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<boolean>()
    const timer = setTimer(() => giveUp(false), this.#patience)
    const answer = await Promise.race([question, tooLate])
    timer.cancel()
    return answer
  }

  #ask(path: string): Promise<boolean> {
    const question = answers(path).finally(() => this.#pending.delete(path))
    this.#pending.set(path, question)
    return question
  }
}

function isSame(mount: Mount, volume: Volume): boolean {
  return mount.path === volume.path && mount.device === volume.device
}

/** Whether the folder is there and its volume answers. One that may not be looked into is there. */
async function answers(path: string): Promise<boolean> {
  try {
    await stat(toPathBytes(path))
    return true
  } catch (error) {
    return ['EACCES', 'EPERM'].includes(errorCode(error))
  }
}

async function exists(path: PathText): Promise<boolean> {
  try {
    await stat(toPathBytes(path))
    return true
  } catch {
    return false
  }
}

/** Whether the path lies in the folder, however deep. */
export function isBelow(path: PathText, folder: string): boolean {
  const prefix = folder.endsWith(sep) ? folder : folder + sep
  return path.length > prefix.length && path.startsWith(prefix)
}
