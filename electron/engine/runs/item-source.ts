import type { StoredItem } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { Notice } from './notice.ts'
import { SeqSet } from './seq-set.ts'

/** Items read from the store at a time. */
const pageSize = 1_000

/** Items whose turn it is. */
export interface SourcePage {
  readonly items: readonly StoredItem[]
  /** Those of them that were taken out of turn before. */
  readonly taken: ReadonlySet<number>
  /** Whether they came by once before and were put back. */
  readonly areReturned: boolean
}

/**
 * Where the items of a session come from: those that the store has without a result, in input order, and
 * before them those that were put back. Holds a page at most.
 */
export class ItemSource {
  readonly #store: Store
  readonly #runId: number
  readonly #news: Notice
  readonly #isComplete: () => boolean
  readonly #returned = new SeqSet()
  /** Items further on that were taken out of turn. */
  readonly #taken = new Set<number>()
  #cursor = 0

  /**
   * @param news given when there may be more items than before, or none are wanted any more
   * @param isComplete whether all items of the run are in the store
   */
  constructor(store: Store, runId: number, news: Notice, isComplete: () => boolean) {
    this.#store = store
    this.#runId = runId
    this.#news = news
    this.#isComplete = isComplete
  }

  /** The items up to this place have come by. */
  get cursor(): number {
    return this.#cursor
  }

  /** Puts items back that came by before. Empties the set. */
  putBack(seqs: SeqSet): void {
    for (let range = seqs.takeFirst(pageSize); range !== null; range = seqs.takeFirst(pageSize)) {
      for (let seq = range.first; seq <= range.last; seq += 1) this.#returned.add(seq)
    }
  }

  /** Whether an item waits here that was put back. */
  get hasReturned(): boolean {
    return this.#returned.size > 0
  }

  /** Takes an item out of turn that has not come by yet. Says whether it could be had. */
  take(seq: number): boolean {
    if (seq <= this.#cursor || this.#taken.has(seq)) return false
    this.#taken.add(seq)
    return true
  }

  /** Takes an item out again that was put back. Says whether it could be had. */
  takeReturned(seq: number): boolean {
    return this.#returned.delete(seq)
  }

  /**
   * The next page, waiting for more until all items have been found; null where there are none at present
   * and none will be found. Those taken out of turn are among them,
   * as long as they have no result.
   * @param isWanted looked at after each wait: false ends it
   */
  async next(isWanted: () => boolean): Promise<SourcePage | null> {
    while (isWanted()) {
      const range = this.#returned.takeFirst(pageSize)
      if (range !== null) {
        const items = await this.#store.unfinishedItems(this.#runId, range.first - 1, range.last)
        if (items.length > 0) return { items, taken: new Set(), areReturned: true }
        continue
      }
      // Looked at before the page is read: items found between the two are on the next page.
      const isComplete = this.#isComplete()
      const items = await this.#store.pendingItems(this.#runId, this.#cursor, pageSize)
      const last = items.at(-1)
      if (last !== undefined) {
        this.#cursor = last.seq
        return { items, taken: this.#passTaken(), areReturned: false }
      }
      if (isComplete) return null
      await this.#news.wait()
    }
    return null
  }

  /** Those taken out of turn whose turn has come. */
  #passTaken(): ReadonlySet<number> {
    const passed = new Set([...this.#taken].filter((seq) => seq <= this.#cursor))
    for (const seq of passed) this.#taken.delete(seq)
    return passed
  }
}
