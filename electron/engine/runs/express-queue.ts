import type { Entry } from './entry.ts'
import { Notice } from './notice.ts'

/**
 * Items that go before all others: those that were moved to the front, as they were ranked, then those that
 * are tried again, as they came.
 */
export class ExpressQueue {
  readonly #notice = new Notice()
  #entries: Entry[] = []
  #isClosed = false

  get size(): number {
    return this.#entries.length
  }

  add(entries: readonly Entry[]): void {
    this.#entries.push(...entries)
    if (entries.some((entry) => entry.rank !== null)) {
      this.#entries.sort((first, second) => (first.rank ?? 0) - (second.rank ?? 0))
    }
    this.#notice.give()
  }

  /** Takes those out that `which` names. */
  remove(which: (entry: Entry) => boolean): Entry[] {
    const removed = new Set(this.#entries.filter(which))
    if (removed.size > 0) this.#entries = this.#entries.filter((entry) => !removed.has(entry))
    return [...removed]
  }

  /** Nothing more will come. What still waits is left. */
  close(): void {
    this.#isClosed = true
    this.#notice.give()
  }

  /** Hands the items out one by one, so that what is moved to the front overtakes what was added before. */
  async *batches(): AsyncGenerator<readonly Entry[], void, undefined> {
    while (!this.#isClosed) {
      const entry = this.#entries.shift()
      if (entry === undefined) await this.#notice.wait()
      else yield [entry]
    }
  }
}
