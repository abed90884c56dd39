/**
 * Measures time at work: counts while it goes, not while it is held. Reads a clock that no change of the
 * time of day disturbs.
 */
export class Stopwatch {
  readonly #now: () => number
  #counted = 0
  #since: number | null

  /** Begins to count at once. @param now milliseconds on a clock that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#since = now()
  }

  /** Milliseconds counted so far. */
  get elapsed(): number {
    return this.#counted + (this.#since === null ? 0 : this.#now() - this.#since)
  }

  /** Counts no further until `goOn`. Nothing where it is held already. */
  hold(): void {
    this.#counted = this.elapsed
    this.#since = null
  }

  goOn(): void {
    this.#since ??= this.#now()
  }
}
