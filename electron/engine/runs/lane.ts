import type { ResultStream, Settled, TaskReference, TimeLimit, WorkerPool } from '../pool/index.ts'
import type { TaskGroups } from '../tasks/task-type.ts'
import { addToLog, taskItemOf, type Entry } from './entry.ts'
import { Grouping } from './grouping.ts'

/** How the items of a lane are given to the pool. */
export interface LaneOptions {
  readonly chunkSize: number | 'auto'
  /** How many calls' items the pool may have in hand; null for as many as it has by itself. */
  readonly bufferSize: number | null
  /** Before lanes of lower priority. */
  readonly priority: number
  readonly timeout: TimeLimit | null
  readonly signal: AbortSignal
  /** How items are put together; null for a task that is given one at a time. */
  readonly groups: Pick<TaskGroups, 'size' | 'room' | 'weightOf'> | null
}

/** What a worker is given for one call: an item, or a group of them. */
type SentWork = ReturnType<typeof taskItemOf> | ReturnType<typeof taskItemOf>[]

/** Items that are worked on by one call: one, unless the task takes groups. */
export type Together = readonly Entry[]

/** How the items of one call ended. */
export type LaneResult = readonly [entries: Together, settled: Settled<unknown>]

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
  readonly #inHand = new Map<number, Together>()
  readonly #grouping: Grouping<Entry> | null
  #place = 0
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
    this.#grouping = options.groups && new Grouping(options.groups, ({ item }) => item.path)
    this.#onSettled = onSettled
  }

  /** Items in the pool's hands. */
  get inHand(): Iterable<readonly [place: number, entries: Together]> {
    return this.#inHand
  }

  /**
   * Puts batches of items through the pool until there are no more, or the lane is drained, or the signal
   * is given. An empty batch says that no more come for now: a group that is being filled goes as it is. Resolves when everything that came out has been dealt with.
   */
  async run(batches: AsyncIterable<readonly Entry[]>): Promise<void> {
    this.#inHand.clear()
    this.#batch = []
    this.#next = 0
    this.#place = 0
    this.#grouping?.flush()
    const { chunkSize, bufferSize, priority, signal, timeout } = this.#options
    const stream: ResultStream<Settled<unknown>> = this.#pool.imapUnordered(
      this.#task,
      this.#items(batches),
      {
        chunkSize,
        priority,
        signal,
        ...(bufferSize === null ? {} : { bufferSize }),
        ...(timeout === null ? {} : { timeout }),
        settled: true,
        onReport: (report) => {
          // What a group says is kept once, with its first item.
          const entry = this.#inHand.get(report.index)?.[0]
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
    return [...removed, ...(this.#grouping?.remove(which) ?? [])]
  }

  #take(place: number): Together {
    const entries = this.#inHand.get(place)
    if (entries === undefined) throw new Error(`the pool answered twice for item ${place}`)
    this.#inHand.delete(place)
    return entries
  }

  async *#items(batches: AsyncIterable<readonly Entry[]>): AsyncGenerator<SentWork, void, undefined> {
    for await (const batch of batches) {
      this.#batch = batch
      this.#next = 0
      for (let entry = this.#batch[this.#next]; entry !== undefined; entry = this.#batch[this.#next]) {
        this.#next += 1
        if (this.#grouping === null) {
          this.#hand([entry])
          yield taskItemOf(entry)
          continue
        }
        const group = goesAlone(entry) ? [entry] : this.#grouping.add(entry)
        if (group !== null) yield this.#handGroup(group)
      }
      if (batch.length === 0) yield* this.#rest()
    }
    yield* this.#rest()
  }

  /** The group that is being filled, as it is. */
  *#rest(): Generator<SentWork, void, undefined> {
    const rest = this.#grouping?.flush() ?? []
    if (rest.length > 0) yield this.#handGroup(rest)
  }

  #hand(entries: Together): void {
    this.#inHand.set(this.#place, entries)
    this.#place += 1
  }

  #handGroup(entries: Together): SentWork {
    this.#hand(entries)
    return entries.map(taskItemOf)
  }
}

/**
 * Whether an item gets a call of its own where others share one: what failed once may fail its group again, and what could
 * not be worked on when it was found fails without a call.
 */
function goesAlone({ item, attempt }: Entry): boolean {
  return attempt > 1 || item.problem !== null
}
