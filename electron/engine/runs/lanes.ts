import type { ChosenExecution } from '../../../shared/model/job.ts'
import type { RunSummary } from '../../../shared/model/run.ts'
import type { WorkerPool } from '../pool/index.ts'
import type { OutputOrder } from '../outputs/output-order.ts'
import type { WorkOrder } from '../tasks/work-order.ts'
import { DelayQueue } from './delay-queue.ts'
import type { Entry } from './entry.ts'
import { ExpressQueue } from './express-queue.ts'
import { Lane, type LaneResult } from './lane.ts'
import { runningItems } from './worker-activities.ts'

/** The window of a run whose stop rule lets many items fail. */
const mostAhead = 1_024

export interface LanesOptions {
  readonly summary: RunSummary
  readonly pool: WorkerPool
  /** What workers are told of the outputs; null for a run that makes none. */
  readonly outputs: OutputOrder | null
  /** How long a try may take at present, in milliseconds; null for as long as it likes. */
  readonly timeLimit: () => number | null
  /** Ends everything at once. */
  readonly signal: AbortSignal
  /** Told how items have ended. */
  readonly onSettled: (results: readonly LaneResult[]) => Promise<void>
}

/** Items that were taken out before they began. */
export interface TakenItems {
  /** How many leave the pool by themselves in a moment, settled with the reason that was given. */
  readonly leaving: number
  /** Those that the pool did not have. */
  readonly entries: Entry[]
}

/**
 * The two ways through the pool: the main lane, in which items go in chunks and in the order of the input,
 * and the express lane for single items that go before all others, with those that wait for their time.
 */
export class Lanes {
  readonly #pool: WorkerPool
  readonly #main: Lane
  readonly #express: Lane
  readonly #queue = new ExpressQueue()
  readonly #delays = new DelayQueue<Entry>((due) => this.#queue.add(due))

  constructor({ summary, pool, outputs, timeLimit, signal, onSettled }: LanesOptions) {
    const { execution, task } = summary
    const order: WorkOrder = { parameters: task.parameters, output: outputs }
    const reference = { name: task.type, parameters: order }
    const timeout = execution.timeout === null ? null : timeLimit
    const window = windowFor(execution)
    const main = {
      chunkSize: execution.chunkSize,
      ...(window === null ? {} : { bufferSize: window }),
      priority: 0,
      timeout,
      signal,
    }
    // Few are pulled ahead, so that what is moved to the front is soon at it.
    const express = { chunkSize: 1, bufferSize: 2 * execution.workers, priority: 1, timeout, signal }
    this.#pool = pool
    this.#main = new Lane(pool, reference, main, onSettled)
    this.#express = new Lane(pool, reference, express, onSettled)
  }

  /** Puts batches through the main lane; may be called again with more. */
  async runMain(batches: AsyncIterable<readonly Entry[]>): Promise<void> {
    await this.#main.run(batches)
  }

  /** Puts items through the express lane until `closeExpress`. */
  async runExpress(): Promise<void> {
    await this.#express.run(this.#queue.batches())
  }

  closeExpress(): void {
    this.#queue.close()
  }

  /** Puts items into the express lane. */
  hurry(entries: readonly Entry[]): void {
    this.#queue.add(entries)
  }

  /** Puts an item into the express lane after so many milliseconds. */
  delay(entry: Entry, milliseconds: number): void {
    this.#delays.add(entry, milliseconds)
  }

  /** Items that wait for their time. */
  get delayed(): number {
    return this.#delays.size
  }

  /** Items that wait for their time or for the express lane. */
  get waiting(): number {
    return this.#delays.size + this.#queue.size
  }

  /** What the pool has in hand. */
  get inHand(): Entry[] {
    return [...this.#main.inHand, ...this.#express.inHand].map(([, entry]) => entry)
  }

  pause(): void {
    this.#main.pause()
    this.#express.pause()
  }

  resume(): void {
    this.#main.resume()
    this.#express.resume()
  }

  /** Begins nothing more, for good; what runs ends. */
  drain(): void {
    this.#main.drain()
    this.#express.drain()
  }

  /** Forgets what waits: for a run that begins nothing more. */
  forgetWaiting(): void {
    this.#delays.clear()
    this.#queue.close()
  }

  /** Ends an item that is being worked on, with this reason. False where it is not being worked on. */
  endItem(seq: number, reasonFor: (entry: Entry) => Error): boolean {
    if (!runningItems(this.#pool).has(seq)) return false
    for (const lane of [this.#main, this.#express]) {
      for (const [place, entry] of lane.inHand) {
        if (entry.item.seq === seq) return lane.endItem(place, reasonFor(entry))
      }
    }
    return false
  }

  /**
   * Takes items out that have not begun. Those found here, begun or not, are deleted from `wanted`.
   * @param reason with which those leave that the pool has in hand
   */
  takeOut(wanted: Set<number>, reason: Error): TakenItems {
    const running = runningItems(this.#pool)
    let leaving = 0
    for (const lane of [this.#main, this.#express]) {
      for (const [place, { item }] of lane.inHand) {
        if (!wanted.delete(item.seq) || running.has(item.seq)) continue
        if (lane.endItem(place, reason)) leaving += 1
      }
    }
    const places = [this.#main, this.#express, this.#queue, this.#delays]
    const entries = places.flatMap((place) => place.remove(({ item }) => wanted.delete(item.seq)))
    return { leaving, entries }
  }

  /** Gives items that the pool has in hand their places among those that are moved to the front. */
  rank(ranks: ReadonlyMap<number, number>): void {
    for (const [, entry] of [...this.#main.inHand, ...this.#express.inHand]) {
      entry.rank = ranks.get(entry.item.seq) ?? entry.rank
    }
  }
}

/**
 * How many items the main lane may be ahead of what has been looked at; null for as many as it likes. With
 * a stop rule, no more than the rule would let fail: what is in hand when it is met still ends.
 */
function windowFor({ stopRule, workers, chunkSize }: ChosenExecution): number | null {
  if (stopRule.kind === 'never') return null
  const asFewAs = stopRule.kind === 'failures' ? stopRule.count : stopRule.after
  const least = Math.max(2 * workers, chunkSize === 'auto' ? 1 : chunkSize)
  return Math.max(least, Math.min(asFewAs, mostAhead))
}
