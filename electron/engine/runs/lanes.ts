import type { ChosenExecution } from '../../../shared/model/job.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { RunSummary } from '../../../shared/model/run.ts'
import type { WorkerPool } from '../pool/index.ts'
import type { OutputOrder } from '../outputs/output-order.ts'
import { findTaskType, groupsOf } from '../tasks/registry.ts'
import type { TaskGroups } from '../tasks/task-type.ts'
import type { WorkOrder } from '../tasks/work-order.ts'
import { DelayQueue } from './delay-queue.ts'
import type { Entry } from './entry.ts'
import { ExpressQueue } from './express-queue.ts'
import { Lane, type LaneResult } from './lane.ts'
import { TakenOut } from './taken-out.ts'
import { runningItems } from './worker-activities.ts'

/** The window of a run whose stop rule lets many items fail. */
const mostAhead = 1_024

export interface LanesOptions {
  readonly summary: RunSummary
  readonly pool: WorkerPool
  /** What workers are told of the outputs; null for a run that makes none. */
  readonly outputs: OutputOrder | null
  /** The folders that items are found below, as the inputs name them. */
  readonly roots: readonly PathText[]
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
  /** How items are put together in the main lane; null for a task that is given one at a time. */
  readonly groups: TaskGroups | null
  readonly #queue = new ExpressQueue()
  readonly #delays = new DelayQueue<Entry>((due) => this.#queue.add(due))

  constructor({ summary, pool, outputs, roots, timeLimit, signal, onSettled }: LanesOptions) {
    const { execution, task } = summary
    const order: WorkOrder = { parameters: task.parameters, roots: [...roots], output: outputs }
    const reference = { name: task.type, parameters: order }
    const timeout = execution.timeout === null ? null : timeLimit
    const groups = groupsOf(findTaskType(task.type), task.parameters)
    // Few are pulled ahead, so that what is moved to the front is soon at it, and of groups few are held.
    const few = { chunkSize: 1, bufferSize: 2 * execution.workers, timeout, signal }
    const main = groups === null ? { chunkSize: execution.chunkSize, bufferSize: windowFor(execution) } : {}
    this.groups = groups
    this.#pool = pool
    this.#main = new Lane(pool, reference, { ...few, ...main, groups, priority: 0 }, onSettled)
    this.#express = new Lane(
      pool,
      reference,
      { ...few, groups: groups && { ...groups, size: 1 }, priority: 1 },
      onSettled,
    )
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
    return [...this.#main.inHand, ...this.#express.inHand].flatMap(([, entries]) => entries)
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

  /** Ends an item that is being worked on, and its group, with this reason. False where it is not being worked on. */
  endItem(seq: number, reasonFor: (entry: Entry) => Error): boolean {
    if (!runningItems(this.#pool).has(seq)) return false
    for (const lane of [this.#main, this.#express]) {
      for (const [place, entries] of lane.inHand) {
        const entry = entries.find(({ item }) => item.seq === seq)
        if (entry !== undefined) return lane.endItem(place, reasonFor(entry))
      }
    }
    return false
  }

  /**
   * Takes items out that have not begun. Those found here, begun or not, are deleted from `wanted`. What the pool has in
   * hand leaves it with the reason `TakenOut`, a group as a whole.
   */
  takeOut(wanted: Set<number>, wish: TakenOut['wish']): TakenItems {
    const running = runningItems(this.#pool)
    let leaving = 0
    for (const lane of [this.#main, this.#express]) {
      for (const [place, entries] of lane.inHand) {
        const found = entries.map(({ item }) => item.seq).filter((seq) => wanted.delete(seq))
        if (found.length === 0 || entries.some(({ item }) => running.has(item.seq))) continue
        if (lane.endItem(place, new TakenOut(wish, new Set(found)))) leaving += found.length
      }
    }
    const places = [this.#main, this.#express, this.#queue, this.#delays]
    const entries = places.flatMap((place) => place.remove(({ item }) => wanted.delete(item.seq)))
    return { leaving, entries }
  }

  /** Gives items that the pool has in hand their places among those that are moved to the front. */
  rank(ranks: ReadonlyMap<number, number>): void {
    for (const entry of this.inHand) {
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
