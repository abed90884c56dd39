import type { PathText } from '../../../shared/model/path-text.ts'
import { SeqSet } from './seq-set.ts'
import type { VolumeWatch } from './volume-watch.ts'

/** Items of volumes that are gone: they wait here until their volume is back. */
export class Parking {
  readonly #volumes: VolumeWatch
  readonly #places = new Map<string, SeqSet>()

  /** @param onBack is handed the items of a volume that is there again */
  constructor(volumes: VolumeWatch, onBack: (seqs: SeqSet) => void) {
    this.#volumes = volumes
    volumes.onBack = (volume) => {
      const seqs = this.#places.get(volume)
      this.#places.delete(volume)
      if (seqs !== undefined) onBack(seqs)
    }
  }

  /** How many items wait. */
  get size(): number {
    return [...this.#places.values()].reduce((sum, seqs) => sum + seqs.size, 0)
  }

  /** The volumes that are gone, and how many items wait for each. */
  get waits(): { readonly volume: string; readonly items: number }[] {
    return this.#volumes.gone.map((volume) => ({ volume, items: this.#places.get(volume)?.size ?? 0 }))
  }

  /** The volume that the path is on, if it is known to be gone. */
  goneVolumeOf(path: PathText): string | null {
    return this.#volumes.goneVolumeOf(path)
  }

  park(volume: string, seq: number): void {
    const seqs = this.#places.get(volume) ?? new SeqSet()
    this.#places.set(volume, seqs)
    seqs.add(seq)
  }

  /** Takes an item out. Says whether it was here. */
  take(seq: number): boolean {
    for (const [volume, seqs] of this.#places) {
      if (!seqs.delete(seq)) continue
      if (seqs.size === 0) this.#places.delete(volume)
      return true
    }
    return false
  }
}
