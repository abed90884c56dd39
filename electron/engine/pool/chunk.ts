import type { Transferable } from 'node:worker_threads'
import type { Call } from './call.ts'
import { steadyNow, wallTime } from './clock.ts'
import { PoolError, WorkerDiedError } from './errors.ts'
import type { Range } from './supply.ts'

/** An item that is finished and lost with its worker so often is not tried again. */
const mostRepeats = 2

const noPlaces: ReadonlySet<number> = new Set()

/** The items that a worker was given together. Places count from the chunk's first item. */
export class Chunk {
  readonly call: Call
  readonly range: Range
  /** The serial of the first item. */
  readonly serial: number
  /** Expected milliseconds for each item. */
  readonly itemTime: number
  /** How many items have been reported as finished. */
  reported = 0
  /** How many items the worker may still run or has run; the others were taken back. */
  kept: number
  /** Places of items of which parts were moved to the worker. */
  #movedPlaces: ReadonlySet<number> = noPlaces

  constructor(call: Call, range: Range, serial: number) {
    this.call = call
    this.range = range
    this.serial = serial
    // What has never been measured may take for ever, so nothing is queued behind it.
    this.itemTime = call.itemTime ?? Number.MAX_SAFE_INTEGER
    this.kept = range.items.length
  }

  /** Whether the items were with a worker that was lost, and one of them may have been the cause. */
  get isSuspect(): boolean {
    return this.range.repeats > 0
  }

  /** Whether parts of items were moved to the worker, so that nobody else can run them. */
  get isMoved(): boolean {
    return this.#movedPlaces.size > 0
  }

  /** The serial after that of the last item. */
  get nextSerial(): number {
    return this.serial + this.size
  }

  /** The parts of the items that are to be moved to the worker. Throws what the caller's function throws. */
  findMoved(): Transferable[] {
    if (!this.call.functions.transfersItems) return []
    const places = new Set<number>()
    this.#movedPlaces = places
    return this.range.items.flatMap((item, place) => {
      places.add(place)
      const parts = this.call.functions.transferables(item)
      if (parts.length === 0) places.delete(place)
      return parts
    })
  }

  get size(): number {
    return this.range.items.length
  }

  /** Expected milliseconds of what has not been reported. */
  get load(): number {
    return (this.size - this.reported) * this.itemTime
  }

  /** The place of the item with that serial; null where it is not of this chunk. */
  placeOf(serial: number): number | null {
    const place = serial - this.serial
    return place >= 0 && place < this.size ? place : null
  }

  /** The item's place in the input of its call. */
  indexOf(place: number): number {
    return this.range.first + place
  }

  /** How many items the worker has begun, where it began the one with the serial `lastBegun` last. */
  begun(lastBegun: number): number {
    return Math.min(this.kept, Math.max(this.reported, lastBegun - this.serial + 1))
  }

  /** How many items at the end could be taken back: all or none where the chunk must stay whole. */
  takeable(lastBegun: number): number {
    if (this.isMoved) return 0
    const unbegun = Math.min(this.kept, this.serial + this.kept - 1 - lastBegun)
    if (unbegun <= 0) return 0
    return this.call.canSplitChunks || unbegun === this.size ? unbegun : 0
  }

  /** Gives the items from one place to before another back to the call, to be run by somebody. */
  giveBack(from: number, to: number): void {
    if (from >= to) return
    if (to === this.kept) this.kept = from
    this.#giveBackPart(from, to, this.range.repeats)
  }

  /** Nothing could be sent, though it may be the fault of one item: gives each back on its own. */
  giveBackSingly(): void {
    this.#movedPlaces = noPlaces
    for (let place = this.kept - 1; place >= 0; place -= 1) this.giveBack(place, place + 1)
  }

  /**
   * Fails an item for a reason that is not its task's. `startedAt` is by the steady clock, null where the
   * item did not begin.
   */
  fail(place: number, reason: Error, worker: number, startedAt: number | null): void {
    const now = steadyNow()
    const since = startedAt ?? now
    this.call.fail(this.indexOf(place), reason, worker, wallTime(since), Math.max(0, now - since))
  }

  /** The items from one place to before another may have been finished, but their worker is lost: they run again. */
  giveBackLost(from: number, to: number, worker: number): void {
    if (from >= to) return
    const { repeats } = this.range
    if (repeats < mostRepeats) {
      this.#giveBackPart(from, to, repeats + 1)
      return
    }
    const error = new WorkerDiedError('was lost, three times, before it had sent the result', undefined)
    for (let place = from; place < to; place += 1) this.fail(place, error, worker, null)
  }

  #giveBackPart(from: number, to: number, repeats: number): void {
    const { call, range } = this
    // What was moved is gone, unless nobody wants it any more.
    const gone = call.isCancelled ? [] : [...this.#movedPlaces].filter((place) => place >= from && place < to)
    let next = from
    for (const place of [...gone, to]) {
      const items = range.items.slice(next, place)
      if (items.length > 0) call.giveBack({ ...range, first: range.first + next, items, repeats })
      if (place < to) this.fail(place, itemTransferred(), 0, null)
      next = place + 1
    }
  }
}

function itemTransferred(): PoolError {
  return new PoolError(
    'ITEM_TRANSFERRED',
    'The item was moved to a worker that was lost before it had run, so that it cannot be run again.',
  )
}
