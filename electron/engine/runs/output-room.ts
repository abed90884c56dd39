import type { OutputVolumes } from '../outputs/room.ts'
import { roomAt } from '../outputs/room.ts'
import { megabytes, type RoomLimits } from './room-guard.ts'
import { setTimer, type TimerHandle } from './timer.ts'

/**
 * Looks once a second whether there is room on the volumes that a run's outputs go to. What ran short counts as
 * short until there is twice as much as was too little.
 */
export class OutputRoom {
  readonly #volumes: OutputVolumes
  readonly #limits: RoomLimits
  readonly #onChange: (message: string | null) => void
  #isShort = false
  #timer: TimerHandle | null = null
  #isOn = true

  /** @param onChange told which volume runs short, with a sentence for a person, and null when there is room again */
  constructor(volumes: OutputVolumes, limits: RoomLimits, onChange: (message: string | null) => void) {
    this.#volumes = volumes
    this.#limits = limits
    this.#onChange = onChange
    this.#wait()
  }

  stop(): void {
    this.#isOn = false
    this.#timer?.cancel()
    this.#timer = null
  }

  /** Looks now, besides the looks that it takes by itself. */
  async look(): Promise<void> {
    const { disk } = this.#limits
    let shortage: string | null = null
    for (const folder of this.#volumes.folders) {
      const room = await roomAt(folder)
      if (room === null) continue
      const needed = Math.min(disk.bytes, disk.share * room.total)
      if (room.free >= (this.#isShort ? 2 : 1) * needed) continue
      shortage =
        `Only ${megabytes(room.free)} are free on the volume of the outputs in ${folder}. ` +
        `The run goes on by itself when there are ${megabytes(2 * needed)} again.`
    }
    if (!this.#isOn) return
    if ((shortage !== null) !== this.#isShort) {
      this.#isShort = shortage !== null
      this.#onChange(shortage)
    }
  }

  #wait(): void {
    this.#timer = setTimer(() => {
      void this.look().then(() => {
        if (this.#isOn) this.#wait()
      })
    }, this.#limits.interval)
  }
}
