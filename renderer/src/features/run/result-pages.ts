import type { ResultRow } from '../../../../shared/model/result.ts'
import type { RowRange } from './virtual-scroll.ts'

/** Rows in one page that is asked for. */
export const pageSize = 200

/** The most pages kept; the ones longest out of sight go first. */
export const maximumPages = 40

interface KnownPage<Row> {
  readonly rows: readonly Row[]
  /** How many rows there were when the page was asked for. */
  readonly total: number
  /** How often results had been replaced by then. */
  readonly edition: number
}

/** Reads rows `offset` to `offset + limit`. */
export type ReadPage<Row = ResultRow> = (
  offset: number,
  limit: number,
  signal: AbortSignal,
) => Promise<{ readonly total: number; readonly rows: readonly Row[] }>

/**
 * The results that a table has looked at, page by page. Rows keep their places, so a whole page is asked for
 * once; the last one is asked for again as rows arrive, and all are after `refresh`, which a retry of items is a
 * reason for. Only pages in sight are read.
 */
export class ResultPages<Row = ResultRow> {
  readonly #read: ReadPage<Row>
  readonly #changed: () => void
  // A Map keeps the order of insertion, so its first entry is the one longest unused.
  readonly #pages = new Map<number, KnownPage<Row>>()
  readonly #reading = new Map<number, AbortController>()
  #total = 0
  #edition = 0
  #error: unknown = null

  #isAwaited: boolean

  readonly #isCounted: boolean

  /**
   * `changed` is called whenever a row, the total or the error has changed. Where the rows are not counted by the
   * run itself, as those that match a search are not, the answers tell how many there are.
   */
  constructor(read: ReadPage<Row>, changed: () => void, { counted } = { counted: true }) {
    this.#read = read
    this.#changed = changed
    this.#isCounted = counted
    this.#isAwaited = !counted
    if (!counted) void this.#readPage(0)
  }

  /** How many rows there are, as far as is known. Falls by `refresh` only. */
  get total(): number {
    return this.#total
  }

  /** Why the last page could not be read; null where it could. */
  get error(): unknown {
    return this.#error
  }

  /** Whether nothing has come yet of rows that only the answers count. */
  get isAwaited(): boolean {
    return this.#isAwaited
  }

  get size(): number {
    return this.#pages.size
  }

  /** A row, where its page has been read. `index` is from 0. */
  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.rows[index % pageSize]
  }

  /** Tells how many rows there are at least. */
  expect(total: number): void {
    if (total <= this.#total || !this.#isCounted) return
    this.#total = total
    this.#changed()
  }

  /** Results were replaced by others, and so many rows there are now, where they are counted. What is shown stays until it is read anew. */
  refresh(total: number): void {
    this.#edition += 1
    if (this.#isCounted) this.#total = total
    else this.#readFirstAnew()
    this.#changed()
  }

  /** Reads what is missing of the rows in sight, and gives up reading what has gone out of sight. */
  want(range: RowRange): void {
    const first = Math.floor(range.first / pageSize)
    const last = Math.floor(Math.max(range.end - 1, range.first) / pageSize)
    for (const [page, reading] of this.#reading) {
      if (page >= first && page <= last) continue
      reading.abort()
      this.#reading.delete(page)
    }
    if (range.end <= range.first || this.#error !== null) return
    for (let page = first; page <= last; page += 1) {
      this.#touch(page)
      if (this.#isStale(page) && !this.#reading.has(page)) void this.#readPage(page)
    }
  }

  /** Forgets the error, so that reading may be tried again. */
  retry(): void {
    this.#error = null
    if (!this.#isCounted) this.#readFirstAnew()
    this.#changed()
  }

  /** Ends all reading. */
  dispose(): void {
    for (const reading of this.#reading.values()) reading.abort()
  }

  /** The answer to an older question would tell how many rows there were. */
  #readFirstAnew(): void {
    this.#reading.get(0)?.abort()
    void this.#readPage(0)
  }

  #isStale(page: number): boolean {
    const known = this.#pages.get(page)
    if (known?.edition !== this.#edition) return true
    const whole = Math.min(pageSize, this.#total - page * pageSize)
    return known.rows.length < whole && known.total < this.#total
  }

  #touch(page: number): void {
    const known = this.#pages.get(page)
    if (known === undefined) return
    this.#pages.delete(page)
    this.#pages.set(page, known)
  }

  async #readPage(page: number): Promise<void> {
    const reading = new AbortController()
    this.#reading.set(page, reading)
    const total = this.#total
    const edition = this.#edition
    try {
      const answer = await this.#read(page * pageSize, pageSize, reading.signal)
      if (reading.signal.aborted) return
      const known = this.#pages.get(page)
      const before = known?.edition === edition ? known.rows : []
      // Rows that are known already stay the same objects, so that nothing is drawn anew for them.
      const rows = [...before, ...answer.rows.slice(before.length)]
      this.#pages.delete(page)
      this.#pages.set(page, { rows, total, edition })
      if (edition === this.#edition) {
        this.#total = this.#isCounted ? Math.max(this.#total, answer.total) : answer.total
      }
      this.#forgetOldest()
    } catch (error) {
      if (reading.signal.aborted) return
      this.#error = error
    } finally {
      if (this.#reading.get(page) === reading) this.#reading.delete(page)
    }
    this.#isAwaited = false
    this.#changed()
  }

  #forgetOldest(): void {
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= maximumPages) return
      this.#pages.delete(page)
    }
  }
}
