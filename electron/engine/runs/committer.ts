import type {
  AttemptRecord,
  CommitBatch,
  CommittedCounts,
  LogRecord,
  ResultRecord,
} from '../store/records.ts'

/** Writes one batch in one transaction. */
export type Commit = (batch: CommitBatch) => Promise<CommittedCounts>

/** Rows that are worth a transaction of their own (measured: beyond this, larger ones gain nothing). */
const fullBatch = 1_000
/** The longest a row waits for company, in milliseconds. */
const longestWait = 20
/** Rows that may be waiting for their transaction before `room` makes its caller wait. */
const mostUncommitted = 8_000
/** The same for the text of logs, in characters. */
const mostLogText = 16 * 1024 * 1024
/** Log text that makes a batch full. */
const fullLogText = 1024 * 1024

/** What is gathered for one transaction. */
class Gathering implements CommitBatch {
  readonly results: ResultRecord[] = []
  readonly attempts: AttemptRecord[] = []
  readonly logs: LogRecord[] = []
  logText = 0

  get rows(): number {
    return this.results.length + this.attempts.length + this.logs.length
  }

  get isFull(): boolean {
    return this.rows >= fullBatch || this.logText >= fullLogText
  }

  get isTooMuch(): boolean {
    return this.rows >= mostUncommitted || this.logText >= mostLogText
  }
}

/**
 * Gathers results, tries and logs into batches and commits one batch after the other: as soon as a batch is
 * full, or when its first row has waited long enough. Bounded, as long as whoever adds rows waits for `room`
 * now and then.
 */
export class Committer {
  readonly #commit: Commit
  readonly #onCommitted: (counts: CommittedCounts) => void
  #gathered = new Gathering()
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #failure: { readonly error: unknown } | null = null

  /** @param onCommitted told of each batch after it is in the database, never before */
  constructor(commit: Commit, onCommitted: (counts: CommittedCounts) => void) {
    this.#commit = commit
    this.#onCommitted = onCommitted
  }

  addResult(row: ResultRecord): void {
    this.#gathered.results.push(row)
    this.#startIfDue()
  }

  addAttempt(row: AttemptRecord): void {
    this.#gathered.attempts.push(row)
    this.#startIfDue()
  }

  /** To be followed at once by the result or the attempt that it belongs to: the two go together. */
  addLog(row: LogRecord): void {
    this.#gathered.logs.push(row)
    this.#gathered.logText += row.text.length
  }

  /**
   * Resolves once there is room for more; at once as long as the database keeps up.
   * @throws what a commit failed with
   */
  async room(): Promise<void> {
    while (this.#gathered.isTooMuch && this.#running !== null) await this.#running
    this.#throwFailure()
  }

  /** Commits all that is left. @throws what a commit failed with */
  async flush(): Promise<void> {
    while (this.#failure === null && (this.#gathered.rows > 0 || this.#running !== null)) {
      this.#start()
      if (this.#running !== null) await this.#running
    }
    this.#clearTimer()
    this.#throwFailure()
  }

  #startIfDue(): void {
    if (this.#gathered.isFull) this.#start()
    else this.#timer ??= setTimeout(() => this.#start(), longestWait)
  }

  /** Begins a commit of what has gathered, unless one is under way, which will do it after itself. */
  #start(): void {
    this.#clearTimer()
    if (this.#running !== null || this.#gathered.rows === 0 || this.#failure !== null) return
    this.#running = this.#commitAll().finally(() => {
      this.#running = null
    })
  }

  async #commitAll(): Promise<void> {
    try {
      do {
        const batch = this.#gathered
        this.#gathered = new Gathering()
        this.#onCommitted(await this.#commit(batch))
      } while (this.#gathered.isFull)
      if (this.#gathered.rows > 0) this.#timer ??= setTimeout(() => this.#start(), longestWait)
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
