import type { Transferable } from 'node:worker_threads'
import { steadyAt } from './clock.ts'
import { PoolError } from './errors.ts'
import { recordError, type ErrorRecord } from './error-transfer.ts'
import type { ResultsMessage } from './messages.ts'
import type { WorkerOutlet } from './worker-outlet.ts'

/** Results are sent when there are this many, even in the middle of a chunk. */
export const mostHeldResults = 1024

/** Results are sent when the first of them is this old (milliseconds), even in the middle of a chunk. */
const longestHold = 5

/** An item that takes less than this (milliseconds) is quick: a message of its own would cost a share of it. */
const quickItem = 0.25

/** Nothing is held before so many items of a call were quick … */
const quickItemsBeforeHolding = 16

/**
 * … nor before so many more, once one was not. A quick item whose worker lost its processor for a moment looks
 * slow: more of them would mean more messages, which take the processor away again.
 */
const quickItemsAfterSlowOne = 1

/**
 * The results that a worker has finished and not yet sent. Only results of quick items among quick items
 * are held at all: others are sent before the next item begins, so that they neither wait for it nor
 * are lost with a worker that does not survive it.
 */
export class HeldResults {
  readonly #outlet: WorkerOutlet
  readonly #durations = new Float64Array(mostHeldResults)
  #values: unknown[] = []
  #failures: (readonly [number, ErrorRecord])[] = []
  #parts: number[] = []
  #moved: readonly Transferable[] = []
  #timed = false
  #since: number
  #quickItems = 0

  constructor(outlet: WorkerOutlet) {
    this.#outlet = outlet
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

  /** Whether the items of late were quick. */
  get areQuick(): boolean {
    return this.#quickItems >= quickItemsBeforeHolding
  }

  /** Whether results are held for longer than they should be, or too many. */
  isDue(now: number): boolean {
    return (
      this.#quickItems < quickItemsBeforeHolding ||
      now - this.#since >= longestHold ||
      this.#values.length >= mostHeldResults ||
      this.#moved.length > 0
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

  /** Parts of the one value that is held are to be moved. It must be sent before there are others. */
  move(parts: readonly Transferable[]): void {
    this.#moved = parts
  }

  /** Says to which chunk the last `count` results belong. */
  closePart(count: number, chunkIsOver: boolean, elapsed: number, timed: boolean): void {
    this.#parts.push(count, chunkIsOver ? 1 : 0, elapsed)
    if (timed) this.#timed = true
  }

  /** Sends what is held. A value that cannot be cloned becomes the failure of its item alone. */
  send(): void {
    if (this.isEmpty) return
    const failures = this.#failures
    const message = {
      kind: 'results',
      parts: this.#parts,
      values: this.#values,
      failures: failures.length === 0 ? null : failures,
      startedAt: steadyAt(this.#since),
      durations: this.#timed ? this.#copyDurations(this.#values.length) : null,
    } satisfies ResultsMessage
    const moved = this.#moved
    this.#values = []
    this.#failures = []
    this.#parts = []
    this.#moved = []
    this.#timed = false
    try {
      this.#outlet.send(message, moved)
    } catch (error) {
      const unsendable =
        moved.length > 0 ? new Map([[0, error]]) : this.#outlet.findUnsendable(message.values)
      this.#outlet.send({ ...message, ...withoutUnsendable(message, unsendable) }, [])
    }
  }

  #copyDurations(count: number): ArrayLike<number> {
    // A typed array costs more than a plain one when it is short.
    if (count > 16) return this.#durations.slice(0, count)
    const durations: number[] = []
    for (let place = 0; place < count; place += 1) durations.push(this.#durations[place] ?? 0)
    return durations
  }
}

function withoutUnsendable(
  message: ResultsMessage,
  unsendable: ReadonlyMap<number, unknown>,
): Pick<ResultsMessage, 'values' | 'failures'> {
  const failures = new Map(message.failures)
  for (const [position, cause] of unsendable) failures.set(position, recordError(notCloneable(cause)))
  return {
    values: message.values.map((value, position) => (unsendable.has(position) ? undefined : value)),
    failures: [...failures].sort(([a], [b]) => a - b),
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
