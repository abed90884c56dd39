import { findUnsendable } from './cloneable.ts'
import { PoolError } from './errors.ts'
import { recordError, type ErrorRecord } from './error-transfer.ts'
import type { ResultsMessage } from './messages.ts'

/** Results are sent when there are this many, even in the middle of a chunk. */
export const mostHeldResults = 1024

/** Results are sent when the first of them is this old (milliseconds), even in the middle of a chunk. */
const longestHold = 2

/** An item that takes less than this (milliseconds) is quick: a message of its own would cost a share of it. */
const quickItem = 0.25

/** Nothing is held before so many items of a call were quick … */
const quickItemsBeforeHolding = 16

/** … nor before so many more, once one was not. */
const quickItemsAfterSlowOne = 4

const timeOrigin = performance.timeOrigin

/**
 * The results that a worker has finished and not yet sent. Only results of quick items among quick items
 * are held at all: others are sent before the next item begins, so that they neither wait for it nor
 * are lost with a worker that does not survive it.
 */
export class HeldResults {
  readonly #post: (message: ResultsMessage) => void
  readonly #durations = new Float64Array(mostHeldResults)
  #values: unknown[] = []
  #failures: (readonly [number, ErrorRecord])[] = []
  #parts: number[] = []
  #timed = false
  #since: number
  #quickItems = 0

  constructor(post: (message: ResultsMessage) => void) {
    this.#post = post
    this.#since = performance.now()
  }

  /** Nothing is held, and the next item begins at `now`. */
  begin(now: number): void {
    this.#since = now
  }

  /** A new call: nothing is known of its items. */
  beginCall(): void {
    this.#quickItems = 0
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0 && this.#values.length === 0
  }

  /** Whether results are held for longer than they should be, or too many. */
  isDue(now: number): boolean {
    return (
      this.#quickItems < quickItemsBeforeHolding ||
      now - this.#since >= longestHold ||
      this.#values.length >= mostHeldResults
    )
  }

  succeed(value: unknown, duration: number): void {
    this.#quickItems =
      duration < quickItem
        ? this.#quickItems + 1
        : Math.min(this.#quickItems, quickItemsBeforeHolding - quickItemsAfterSlowOne)
    this.#durations[this.#values.length] = duration
    this.#values.push(value)
  }

  fail(error: ErrorRecord, duration: number): void {
    this.#failures.push([this.#values.length, error])
    this.succeed(undefined, duration)
  }

  /** Says to which chunk the last `count` results belong. */
  closePart(count: number, chunkIsOver: boolean, elapsed: number, timed: boolean): void {
    this.#parts.push(count, chunkIsOver ? 1 : 0, elapsed)
    if (timed) this.#timed = true
  }

  /** Sends what is held. A value that cannot be cloned becomes the failure of its item alone. */
  send(): void {
    if (this.isEmpty) return
    const count = this.#values.length
    const failures = this.#failures
    const message = {
      kind: 'results',
      parts: this.#parts,
      values: this.#values,
      failures: failures.length === 0 ? null : failures,
      startedAt: timeOrigin + this.#since,
      durations: this.#timed ? this.#copyDurations(count) : null,
    } satisfies ResultsMessage
    this.#values = []
    this.#failures = []
    this.#parts = []
    this.#timed = false
    try {
      this.#post(message)
    } catch {
      this.#post({ ...message, ...this.#sortOut(message) })
    }
  }

  #copyDurations(count: number): ArrayLike<number> {
    // A typed array costs more than a plain one when it is short.
    return count > 16 ? this.#durations.slice(0, count) : Array.from(this.#durations.subarray(0, count))
  }

  #sortOut(message: ResultsMessage): Pick<ResultsMessage, 'values' | 'failures'> {
    const unsendable = findUnsendable(message.values)
    const failures = new Map(message.failures)
    for (const [position, cause] of unsendable) failures.set(position, recordError(notCloneable(cause)))
    return {
      values: message.values.map((value, position) => (unsendable.has(position) ? undefined : value)),
      failures: [...failures].sort(([a], [b]) => a - b),
    }
  }
}

function notCloneable(cause: unknown): PoolError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new PoolError(
    'RESULT_NOT_CLONEABLE',
    `The item was done, but its result cannot be sent from the worker: ${why}`,
    { cause },
  )
}
