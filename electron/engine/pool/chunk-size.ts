/** How long a chunk should last, in milliseconds. */
export const chunkTarget = 5

/** No chunk of automatic size is larger than this. */
export const largestAutomaticChunk = 1024

/** A call's measured time per item: a moving average that rises fast and falls slowly. */
export class ItemTime {
  #average: number | null = null

  /** Milliseconds per item, or null before the first measurement. */
  get average(): number | null {
    return this.#average
  }

  /** Adds that `count` items took `elapsed` milliseconds together. */
  record(count: number, elapsed: number): void {
    const perItem = elapsed / count
    if (this.#average === null) {
      this.#average = perItem
    } else {
      const weight = perItem > this.#average ? 0.5 : 0.2
      this.#average += weight * (perItem - this.#average)
    }
  }
}

/** How many items the next chunk of a call gets. */
export interface ChunkSize {
  /** Whether a chunk must have exactly this size, but for the last of the input. */
  readonly isExact: boolean
  /** The size by measurement alone. */
  readonly current: number
  /** The size of the next chunk, where `remaining` items are left; null when nobody knows. */
  next(remaining: number | null): number
  /** Tells that items of a chunk of `size` have come back. */
  record(size: number): void
}

export function exactChunkSize(size: number): ChunkSize {
  return { isExact: true, current: size, next: () => size, record: () => {} }
}

/**
 * Follows the measured time per item, so that a chunk lasts `chunkTarget`. Starts at one item, and a chunk
 * is at most twice as large as one that has already come back. Where the rest of the input is known, a
 * chunk is at most a fair share of it, so that at the end no worker holds what an idle one could do.
 */
export class AutomaticChunkSize implements ChunkSize {
  readonly isExact = false
  readonly #time: ItemTime
  readonly #workers: () => number
  #largest = 1

  constructor(time: ItemTime, workers: () => number) {
    this.#time = time
    this.#workers = workers
  }

  get current(): number {
    const average = this.#time.average
    if (average === null) return 1
    const ideal = average <= 0 ? largestAutomaticChunk : Math.floor(chunkTarget / average)
    return Math.max(1, Math.min(ideal, this.#largest, largestAutomaticChunk))
  }

  next(remaining: number | null): number {
    if (remaining === null) return this.current
    return Math.max(1, Math.min(this.current, Math.ceil(remaining / (4 * this.#workers()))))
  }

  record(size: number): void {
    this.#largest = Math.min(largestAutomaticChunk, Math.max(this.#largest, size * 2))
  }
}
