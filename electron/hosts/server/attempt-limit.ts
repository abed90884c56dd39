/** So many wrong tokens may be tried one after the other. */
const mostAttempts = 10

/** After that, one more is looked at every so many milliseconds. */
const attemptInterval = 1_000

/**
 * How often a wrong token may be tried, whoever tries: all that connect come from this machine, so there are no
 * addresses to tell them apart by. A token of 256 bits is not guessed anyway; this keeps a program that tries
 * from using up the machine, and its tries few enough to be told.
 */
export class AttemptLimit {
  readonly #now: () => number
  #left = mostAttempts
  #refilledAt: number

  /** @param now milliseconds on a clock that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#refilledAt = now()
  }

  /** Whether a token may be looked at now. */
  get isOpen(): boolean {
    this.#refill()
    return this.#left > 0
  }

  /** A wrong token was tried. */
  countFailure(): void {
    this.#refill()
    this.#left = Math.max(0, this.#left - 1)
  }

  #refill(): void {
    const earned = Math.floor((this.#now() - this.#refilledAt) / attemptInterval)
    if (earned <= 0) return
    this.#left = Math.min(mostAttempts, this.#left + earned)
    this.#refilledAt += earned * attemptInterval
  }
}
