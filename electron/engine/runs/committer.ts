import type { ResultRecord, ResultTotals } from '../store/records.ts'

/** Writes one batch in one transaction. */
export type CommitBatch = (rows: readonly ResultRecord[], totals: ResultTotals) => Promise<void>

/** Rows that are worth a transaction of their own (measured: beyond this, larger ones gain nothing). */
const fullBatch = 1_000
/** The longest a row waits for company, in milliseconds. */
const longestWait = 20
/** Rows that may be waiting for their transaction before `add` makes its caller wait. */
const mostUncommitted = 8_000

/**
 * Gathers results into batches and commits one batch after the other: as soon as a batch is full, or when
 * its first row has waited long enough. Bounded: `add` resolves only once there is room for more.
 */
export class Committer {
  readonly #commit: CommitBatch
  readonly #onCommitted: (totals: ResultTotals) => void
  #rows: ResultRecord[] = []
  #sizes = 0
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #failure: { readonly error: unknown } | null = null

  /** @param onCommitted told of each batch after it is in the database, never before */
  constructor(commit: CommitBatch, onCommitted: (totals: ResultTotals) => void) {
    this.#commit = commit
    this.#onCommitted = onCommitted
  }

  /**
   * Takes a finished item. Resolves at once while there is room.
   * @param bytes size of the item's input
   * @throws what an earlier commit failed with
   */
  async add(row: ResultRecord, bytes: number): Promise<void> {
    this.#throwFailure()
    this.#rows.push(row)
    this.#sizes += bytes
    if (this.#rows.length >= fullBatch) this.#start()
    else this.#timer ??= setTimeout(() => this.#start(), longestWait)
    while (this.#rows.length >= mostUncommitted && this.#running !== null) await this.#running
    this.#throwFailure()
  }

  /** Commits all that is left. @throws what a commit failed with */
  async flush(): Promise<void> {
    while (this.#failure === null && (this.#rows.length > 0 || this.#running !== null)) {
      this.#start()
      if (this.#running !== null) await this.#running
    }
    this.#clearTimer()
    this.#throwFailure()
  }

  /** Begins a commit of what has gathered, unless one is under way, which will do it after itself. */
  #start(): void {
    this.#clearTimer()
    if (this.#running !== null || this.#rows.length === 0 || this.#failure !== null) return
    this.#running = this.#commitAll().finally(() => {
      this.#running = null
    })
  }

  async #commitAll(): Promise<void> {
    try {
      do {
        const rows = this.#rows
        const totals = totalsOf(rows, this.#sizes)
        this.#rows = []
        this.#sizes = 0
        await this.#commit(rows, totals)
        this.#onCommitted(totals)
      } while (this.#rows.length >= fullBatch)
      if (this.#rows.length > 0) this.#timer ??= setTimeout(() => this.#start(), longestWait)
    } catch (error) {
      this.#failure = { error }
    }
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error
  }
}

function totalsOf(rows: readonly ResultRecord[], bytes: number): ResultTotals {
  let succeeded = 0
  for (const row of rows) if (row.outcome.status === 'succeeded') succeeded += 1
  return { succeeded, failed: rows.length - succeeded, bytes }
}
