import type { WaitingItem, WaitingPage } from '../../../../shared/contract/run-queries.ts'
import { pageSize } from './result-pages.ts'
import type { RowRange } from './virtual-scroll.ts'

/** Reads at most `limit` items behind the place `after` of the input. */
export type ReadWaiting = (after: number, limit: number, signal: AbortSignal) => Promise<WaitingPage>

/**
 * The items of a run that wait, as far as somebody has looked: each page is read behind the last item of the one
 * before, so that no row changes its place while others get their results. `refresh` begins anew.
 */
export class WaitingPages {
  readonly #read: ReadWaiting
  readonly #changed: () => void
  #items: readonly WaitingItem[] = []
  #hasMore = true
  #reading: AbortController | null = null
  #error: unknown = null
  #isAwaited = true

  /** `changed` is called whenever an item, the total or the error has changed. */
  constructor(read: ReadWaiting, changed: () => void) {
    this.#read = read
    this.#changed = changed
    void this.#readOn([])
  }

  /** The rows that are known, and places for a page more where there is one. */
  get total(): number {
    return this.#items.length + (this.#hasMore ? pageSize : 0)
  }

  /** Whether there are rows that are not known yet, or may be. */
  get hasMore(): boolean {
    return this.#hasMore
  }

  /** Whether nothing has come yet. */
  get isAwaited(): boolean {
    return this.#isAwaited
  }

  /** Why the last page could not be read; null where it could. */
  get error(): unknown {
    return this.#error
  }

  /** A row that is known. `index` is from 0. */
  row(index: number): WaitingItem | undefined {
    return this.#items[index]
  }

  /** Reads on where the rows in sight are not known. */
  want({ end }: RowRange): void {
    if (end <= this.#items.length || !this.#hasMore || this.#reading !== null || this.#error !== null) return
    void this.#readOn(this.#items)
  }

  /** Reads on until so many rows are known, or all. Resolves with how many of them that are. */
  async readTo(most: number, limit: number): Promise<number> {
    while (this.#hasMore && this.#items.length < most && this.#error === null) {
      this.#reading?.abort()
      await this.#readOn(this.#items, limit)
    }
    return Math.min(most, this.#items.length)
  }

  /** Reads the first page anew, which takes the place of all rows. What is shown stays until then. */
  async refresh(): Promise<void> {
    this.#reading?.abort()
    await this.#readOn([])
  }

  /** Forgets the error, so that reading may be tried again. */
  retry(): void {
    this.#error = null
    this.#changed()
  }

  /** Ends all reading. */
  dispose(): void {
    this.#reading?.abort()
  }

  async #readOn(known: readonly WaitingItem[], limit = pageSize): Promise<void> {
    const reading = new AbortController()
    this.#reading = reading
    try {
      const { items, hasMore } = await this.#read(known.at(-1)?.seq ?? 0, limit, reading.signal)
      if (reading.signal.aborted) return
      this.#items = [...known, ...items]
      this.#hasMore = hasMore
    } catch (error) {
      if (reading.signal.aborted) return
      this.#error = error
    } finally {
      if (this.#reading === reading) this.#reading = null
    }
    this.#isAwaited = false
    this.#changed()
  }
}
