import type { ResultStream, Settled, TaskReference, TimeLimit, WorkerPool } from '../pool/index.ts'
import type { TaskItem } from '../tasks/task-type.ts'
import { addToLog, taskItemOf, type Entry } from './entry.ts'

/** How the items of a lane are given to the pool. */
export interface LaneOptions {
  readonly chunkSize: number | 'auto'
  /** How many items the pool may have in hand beyond those that run. Default: the pool's own. */
  readonly bufferSize?: number
  /** Before lanes of lower priority. */
  readonly priority: number
  readonly timeout: TimeLimit | null
  readonly signal: AbortSignal
}

/** How an item of a lane ended. */
export type LaneResult = readonly [entry: Entry, settled: Settled<unknown>]

/**
 * A way into the pool: items go in at one end, in batches, and come out with how they ended, in the order in
 * which they do. One call of the pool for each `run`.
 */
export class Lane {
  readonly #pool: WorkerPool
  readonly #task: TaskReference
  readonly #options: LaneOptions
  readonly #onSettled: (results: LaneResult[]) => Promise<void>
  /** What the pool has pulled and not yet answered for, by place in its input. */
  readonly #inHand = new Map<number, Entry>()
  /** The batch that is being handed out; what stands before `#next` has been. */
  #batch: readonly Entry[] = []
  #next = 0
  #stream: ResultStream<Settled<unknown>> | null = null
  #isPaused = false
  #isDraining = false

  constructor(
    pool: WorkerPool,
    task: TaskReference,
    options: LaneOptions,
    onSettled: (results: LaneResult[]) => Promise<void>,
  ) {
    this.#pool = pool
    this.#task = task
    this.#options = options
    this.#onSettled = onSettled
  }

  /** Items in the pool's hands. */
  get inHand(): Iterable<readonly [place: number, entry: Entry]> {
    return this.#inHand
  }

  /**
   * Puts batches of items through the pool until there are no more, or the lane is drained, or the signal
   * is given. Resolves when everything that came out has been dealt with.
   */
  async run(batches: AsyncIterable<readonly Entry[]>): Promise<void> {
    this.#inHand.clear()
    this.#batch = []
    this.#next = 0
    const { timeout, ...options } = this.#options
    const stream: ResultStream<Settled<unknown>> = this.#pool.imapUnordered(
      this.#task,
      this.#items(batches),
      {
        ...options,
        ...(timeout === null ? {} : { timeout }),
        settled: true,
        onReport: (report) => {
          const entry = this.#inHand.get(report.index)
          if (entry !== undefined) addToLog(entry, report)
        },
      },
    )
    this.#stream = stream
    if (this.#isPaused) stream.pause()
    if (this.#isDraining) stream.drain()
    try {
      for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) {
        await this.#onSettled(batch.map((settled) => [this.#take(settled.index), settled]))
      }
    } catch (error) {
      // A stopped stream hands out what had finished and then rejects with the reason of the stop.
      if (!this.#options.signal.aborted) throw error
    } finally {
      this.#stream = null
    }
  }

  /** Begins nothing new. Holds for later runs of the lane too. */
  pause(): void {
    this.#isPaused = true
    this.#stream?.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#stream?.resume()
  }

  /** Takes and begins nothing new, for good. */
  drain(): void {
    this.#isDraining = true
    this.#stream?.drain()
  }

  /** Ends an item by its place: it comes out as failed with the reason. False where it is not under way. */
  endItem(place: number, reason: Error): boolean {
    return this.#stream?.endItem(place, reason) ?? false
  }

  /** Takes those out that the pool has not pulled yet and that `which` names. */
  remove(which: (entry: Entry) => boolean): Entry[] {
    const waiting = this.#batch.slice(this.#next)
    const removed = new Set(waiting.filter(which))
    this.#batch = waiting.filter((entry) => !removed.has(entry))
    this.#next = 0
    return [...removed]
  }

  #take(place: number): Entry {
    const entry = this.#inHand.get(place)
    if (entry === undefined) throw new Error(`the pool answered twice for item ${place}`)
    this.#inHand.delete(place)
    return entry
  }

  async *#items(
    batches: AsyncIterable<readonly Entry[]>,
  ): AsyncGenerator<Omit<TaskItem, 'relative'>, void, undefined> {
    let place = 0
    for await (const batch of batches) {
      this.#batch = batch
      this.#next = 0
      for (let entry = this.#batch[this.#next]; entry !== undefined; entry = this.#batch[this.#next]) {
        this.#next += 1
        this.#inHand.set(place, entry)
        place += 1
        yield taskItemOf(entry)
      }
    }
  }
}
