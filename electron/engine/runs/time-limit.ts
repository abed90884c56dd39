import type { Timeout } from '../../../shared/model/job.ts'

/** Times of finished items that are remembered: a sample, however many there were. */
const sampleSize = 1_001

/** Before so many items have finished, their median says too little to end anything by. */
const leastFinished = 10

/**
 * The least limit that a median leads to, in milliseconds: where items take moments, a disk that is busy for
 * an instant is no reason to end one.
 */
const leastLimit = 1_000

/** How long an attempt may take, learnt from those that went well where that was asked for. */
export class TimeLimit {
  readonly #timeout: Timeout
  readonly #random: () => number
  readonly #sample: number[] = []
  #finished = 0
  #limit: number | null = null
  /** From so many finished items on the limit is made anew. */
  #renewAt = leastFinished

  constructor(timeout: Timeout, random: () => number = Math.random) {
    this.#timeout = timeout
    this.#random = random
  }

  /** An item was done in so many milliseconds. */
  learn(duration: number): void {
    if (this.#timeout === null || typeof this.#timeout === 'number') return
    this.#finished += 1
    if (this.#sample.length < sampleSize) {
      this.#sample.push(duration)
      return
    }
    // Every item so far has the same chance of being in the sample.
    const place = Math.floor(this.#random() * this.#finished)
    if (place < sampleSize) this.#sample[place] = duration
  }

  /** In milliseconds; null while there is none. */
  get current(): number | null {
    if (this.#timeout === null || typeof this.#timeout === 'number') return this.#timeout
    if (this.#finished >= this.#renewAt) {
      const sorted = this.#sample.toSorted((a, b) => a - b)
      const median = sorted[sorted.length >>> 1] ?? 0
      this.#limit = Math.max(leastLimit, median * this.#timeout.timesMedian)
      this.#renewAt = Math.ceil(this.#finished * 1.1)
    }
    return this.#limit
  }
}
