import { ItemEndedError } from './errors.ts'
import { ItemQueue } from './input.ts'
import type { ApplyOptions } from './options.ts'
import type { ResultStream } from './result-stream.ts'
import type { Settled } from './settled.ts'
import type { TaskReference } from './task.ts'

/** So many calls for single items are kept open, the ones used last, though they have nothing to do. */
const mostLanes = 16

/** Makes the call behind a lane. */
export type OpenLane = (
  task: TaskReference,
  items: ItemQueue,
  options: ApplyOptions,
) => ResultStream<Settled<unknown>>

/**
 * Single items of the same task travel as the items of one call, so that they share chunks, and the task is
 * loaded once.
 */
export class ApplyLanes {
  readonly #open: OpenLane
  /** Those used last come last. */
  readonly #lanes = new Map<string, ApplyLane>()

  constructor(open: OpenLane) {
    this.#open = open
  }

  /** Whether the item can share a call: not where it has something of its own. */
  static canShare({ parameters }: TaskReference, options: ApplyOptions): boolean {
    // What an object holds may be changed from one call to the next.
    const isPlain = parameters === undefined || typeof parameters === 'string'
    return (
      isPlain &&
      options.signal === undefined &&
      options.onReport === undefined &&
      options.transfer === undefined &&
      typeof options.timeout !== 'function'
    )
  }

  /** Runs the item. Throws where no call can be made. */
  apply(task: TaskReference, item: unknown, options: ApplyOptions): Promise<unknown> {
    const key = JSON.stringify([task, options])
    const lane = this.#lanes.get(key) ?? this.#openLane(task, options)
    this.#lanes.delete(key)
    if (!lane.isOver) this.#lanes.set(key, lane)
    for (const [oldKey, old] of this.#lanes) {
      if (this.#lanes.size <= mostLanes) break
      this.#lanes.delete(oldKey)
      old.close()
    }
    return lane.apply(item)
  }

  /** No more items will come. */
  close(): void {
    for (const lane of this.#lanes.values()) lane.close()
    this.#lanes.clear()
  }

  #openLane(task: TaskReference, options: ApplyOptions): ApplyLane {
    const lane: ApplyLane = new ApplyLane(
      (items) => this.#open(task, items, options),
      () => {
        for (const [key, other] of this.#lanes) if (other === lane) this.#lanes.delete(key)
      },
    )
    return lane
  }
}

class ApplyLane {
  readonly #items = new ItemQueue()
  readonly #pending = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #ended: () => void
  #given = 0
  isOver = false

  constructor(open: (items: ItemQueue) => ResultStream<Settled<unknown>>, ended: () => void) {
    this.#ended = ended
    void this.#read(open(this.#items))
  }

  apply(item: unknown): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>()
    this.#pending.set(this.#given, answer)
    this.#given += 1
    this.#items.put(item)
    return answer.promise
  }

  close(): void {
    this.#items.close()
  }

  async #read(stream: ResultStream<Settled<unknown>>): Promise<void> {
    let reason: unknown = new ItemEndedError()
    try {
      for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) {
        for (const result of batch) this.#answer(result)
      }
    } catch (error) {
      reason = error
    }
    this.isOver = true
    this.#ended()
    for (const { reject } of this.#pending.values()) reject(reason)
    this.#pending.clear()
  }

  #answer(result: Settled<unknown>): void {
    const answer = this.#pending.get(result.index)
    this.#pending.delete(result.index)
    if (result.status === 'fulfilled') answer?.resolve(result.value)
    else answer?.reject(result.reason)
  }
}
