/** How many names are remembered that were given numbers. */
const mostNames = 10_000

/**
 * The last number that each name was given, for the names that were numbered lately. One that was forgotten begins anew, which costs time
 * and nothing else.
 */
export class Numbers {
  readonly #last = new Map<string, number>()

  /** Whether the name was given numbers, so that it is known to be taken as it is. */
  has(key: string): boolean {
    return this.#last.has(key)
  }

  /** The next number for the name, from 2. */
  next(key: string): number {
    const number = (this.#last.get(key) ?? 1) + 1
    // What was used last stands last.
    this.#last.delete(key)
    this.#last.set(key, number)
    if (this.#last.size > mostNames) {
      for (const oldest of this.#last.keys()) {
        this.#last.delete(oldest)
        break
      }
    }
    return number
  }
}
