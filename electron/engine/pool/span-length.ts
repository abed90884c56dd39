/** How long the items that are begun at once should take together, at most (milliseconds). */
const longestTime = 1

/**
 * How many items a worker marks as begun at once, where marking costs more than a quick item does. Begins at
 * one, at most doubles, and shrinks where items turn out to take longer.
 */
export class SpanLength {
  readonly #longest: number
  #length = 1
  #began = 0
  #firstSerial = 0

  constructor(longest: number) {
    this.#longest = longest
  }

  /** Nothing is known of what comes: another call, or items that are not quick. */
  restart(): void {
    this.#length = 1
    this.#firstSerial = 0
  }

  /** The worker rests, so that the time up to the next item says nothing about items. */
  interrupt(): void {
    this.#firstSerial = 0
  }

  /** How many items, from `serial` on, may be begun at once at `now`. All before it are done. */
  next(serial: number, now: number): number {
    if (this.#firstSerial > 0 && serial > this.#firstSerial) {
      const perItem = (now - this.#began) / (serial - this.#firstSerial)
      const fitting = perItem > 0 ? Math.floor(longestTime / perItem) : this.#longest
      this.#length = Math.max(1, Math.min(this.#length * 2, fitting, this.#longest))
    }
    this.#firstSerial = serial
    this.#began = now
    return this.#length
  }
}
