import { statfs } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import type { PauseReason } from '../../../shared/model/run.ts'
import { setTimer, type TimerHandle } from './timer.ts'

/** How little room there may be: so many bytes, or such a share of all where that is less. */
export interface LeastRoom {
  readonly bytes: number
  /** From 0 to 1. */
  readonly share: number
}

/** What the guard goes by. It is read again at every look, so it may be changed. */
export interface RoomLimits {
  /** Of the volume that holds the database. */
  readonly disk: LeastRoom
  /** Of the machine's memory. */
  readonly memory: LeastRoom
  /** Milliseconds from one look to the next. */
  readonly interval: number
}

/** Sound for every machine: a small volume or memory is not held up by what would be little on a large one. */
export const usualRoomLimits: RoomLimits = {
  disk: { bytes: 200_000_000, share: 0.05 },
  memory: { bytes: 300_000_000, share: 0.05 },
  interval: 1_000,
}

type Shortage = Exclude<PauseReason, 'user'>

interface Room {
  readonly free: number
  readonly total: number
}

/**
 * Looks once a second whether there is room enough on the database's volume and in memory. What ran short
 * counts as short until there is twice as much as was too little.
 */
export class RoomGuard {
  readonly #folder: string
  readonly #limits: RoomLimits
  readonly #onChange: (reason: Shortage, message: string | null) => void
  readonly #short = new Map<Shortage, string>()
  #timer: TimerHandle | null = null
  #isOn = false
  #isLooking = false

  /**
   * @param folder on the volume that is watched
   * @param onChange told what runs short, with a sentence for a person, and with null when there is room again
   */
  constructor(
    folder: string,
    limits: RoomLimits,
    onChange: (reason: Shortage, message: string | null) => void,
  ) {
    this.#folder = folder
    this.#limits = limits
    this.#onChange = onChange
  }

  /** What is short at present. */
  get shortages(): ReadonlyMap<Shortage, string> {
    return this.#short
  }

  /** Looks from now on; at once for the first time. Nothing where it does already. */
  start(): void {
    if (this.#isOn) return
    this.#isOn = true
    void this.#look()
  }

  stop(): void {
    this.#isOn = false
    this.#timer?.cancel()
    this.#timer = null
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    const { disk, memory, interval } = this.#limits
    this.#judge('disk-low', disk, await diskRoom(this.#folder), 'on the volume that holds the database')
    this.#judge('memory-low', memory, memoryRoom(), 'of memory')
    this.#isLooking = false
    if (this.#isOn) this.#timer = setTimer(() => void this.#look(), interval)
  }

  #judge(reason: Shortage, least: LeastRoom, room: Room | null, where: string): void {
    if (room === null || !this.#isOn) return
    const needed = Math.min(least.bytes, least.share * room.total)
    const isShort = this.#short.has(reason)
    if (!isShort && room.free < needed) {
      const message =
        `Only ${megabytes(room.free)} are free ${where}. ` +
        `The run goes on by itself when there are ${megabytes(2 * needed)} again.`
      this.#short.set(reason, message)
      this.#onChange(reason, message)
    } else if (isShort && room.free >= 2 * needed) {
      this.#short.delete(reason)
      this.#onChange(reason, null)
    }
  }
}

/** Null where it cannot be told. */
async function diskRoom(folder: string): Promise<Room | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { free: bavail * bsize, total: blocks * bsize }
  } catch {
    return null
  }
}

/**
 * On Linux and Windows the system tells how much programs could have. On macOS it tells only what holds
 * nothing at all, which is always little.
 */
function memoryRoom(): Room | null {
  return process.platform === 'darwin' ? null : { free: freemem(), total: totalmem() }
}

/** For a person. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000).toLocaleString('en')} MB`
}
