import type { Call, Range } from './call.ts'
import { chunkTarget } from './chunk-size.ts'
import { findUnsendable } from './cloneable.ts'
import { PoolError, TaskNotLoadedError, WorkerDiedError } from './errors.ts'
import { restoreError } from './error-transfer.ts'
import type { OpenedCall, ResultsMessage, WorkMessage } from './messages.ts'
import { highestSerial } from './status-board.ts'
import type { WorkerTransport } from './worker-transport.ts'

/** No message carries more chunks: while a worker runs the ones, the next are on their way. */
const mostChunksPerMessage = 16

/** An item that is finished and lost with its worker so often is not tried again. */
const mostRepeats = 2

/** A chunk that a worker has. */
interface Chunk extends Range {
  readonly call: Call
  readonly serial: number
  /** Expected milliseconds for each item. */
  readonly itemTime: number
  /** How many items have been reported as finished. */
  reported: number
  /** How many items the worker may still run or has run; the others were taken back. */
  kept: number
}

/** What a worker does at the moment, for people to look at. */
export interface WorkerActivity {
  /** The worker's number, from 1. A replacement keeps the number. */
  readonly worker: number
  readonly item: {
    /** The item's place in the input of its call, from 0. */
    readonly index: number
    readonly item: unknown
    /** Milliseconds since 1970. */
    readonly startedAt: number
    /** As the task told by `progress`; null before it has. */
    readonly done: number | null
    readonly total: number | null
  } | null
}

/** One worker of a pool, with the chunks it has: what was sent to it and has not come back. */
export class PoolWorker {
  readonly number: number
  readonly transport: WorkerTransport
  state: 'starting' | 'ready' | 'ended' = 'starting'
  /** Whether the pool itself has ended the worker. */
  isDismissed = false
  /** In the order in which they were sent, which is the order in which they come back. */
  readonly #chunks: Chunk[] = []
  /** Chunks that are not yet posted; they are the last ones of `#chunks`. */
  #outbox: Chunk[] = []
  /** Expected milliseconds of all that the worker has. */
  #load = 0
  #nextSerial = 1
  readonly #opened = new Set<number>()
  #closed: number[] = []
  #isTakingBack = false

  constructor(number: number, startTransport: (worker: PoolWorker) => WorkerTransport) {
    this.number = number
    this.transport = startTransport(this)
  }

  get isIdle(): boolean {
    return this.state === 'ready' && this.#chunks.length === 0
  }

  get isBusy(): boolean {
    return this.#chunks.length > 0
  }

  /** Whether the worker should get another chunk of the call now. */
  hasRoom(call: Call): boolean {
    if (this.state !== 'ready') return false
    if (this.#chunks.length === 0) return true
    return (
      !this.#isTakingBack &&
      // Filled up by halves, because waking a worker for a single small chunk costs more than the chunk.
      this.#chunks.length < (this.#outbox.length > 0 ? call.depth : call.depth / 2 + 1) &&
      call.itemTime !== null &&
      this.#load <= chunkTarget &&
      this.#nextSerial < highestSerial / 2
    )
  }

  /** Adds a chunk, which `send` will post. Only where there is room. */
  assign(call: Call, range: Range): void {
    if (this.#chunks.length === 0) this.#startAfresh()
    // What has never been measured may take for ever, so nothing is queued behind it.
    const itemTime = call.itemTime ?? Number.MAX_SAFE_INTEGER
    const chunk = {
      ...range,
      call,
      serial: this.#nextSerial,
      itemTime,
      reported: 0,
      kept: range.items.length,
    }
    this.#nextSerial += range.items.length
    this.#load += itemTime * range.items.length
    this.#chunks.push(chunk)
    this.#outbox.push(chunk)
  }

  /** Posts the chunks that were assigned. Returns false where some came straight back to their calls. */
  send(): boolean {
    let allSent = true
    while (this.#outbox.length > 0) {
      const chunks = this.#outbox.slice(0, mostChunksPerMessage)
      this.#outbox = this.#outbox.slice(mostChunksPerMessage)
      if (!this.#post(chunks)) allSent = false
    }
    return allSent
  }

  /** Lets go of a call that has ended. The worker learns of it with its next work. */
  close(call: Call): void {
    if (this.#opened.delete(call.id)) this.#closed.push(call.id)
  }

  /** Wakes items of the call that wait for their signal. */
  cancel(call: Call): void {
    if (this.#opened.has(call.id)) this.transport.post({ kind: 'cancel', call: call.id })
  }

  /** Ends the worker. What it has comes back when it is gone. */
  dismiss(): void {
    this.isDismissed = true
    this.transport.end()
  }

  /**
   * Ends the worker if it is occupied by the call. First it is kept from beginning anything else, so that
   * no other call's item can be caught in between.
   */
  dismissIfWorkingOn(call: Call): void {
    if (!this.#isWorkingOn(call)) return
    const lastBegun = this.transport.lastBegun
    this.#takeBackFrom(lastBegun + 1)
    if (this.#isWorkingOn(call) && this.transport.lastBegun === lastBegun) this.dismiss()
  }

  activity(): WorkerActivity {
    const status = this.transport.status
    const chunk = status.state === 'running' ? this.#chunkOf(status.serial) : undefined
    if (status.state !== 'running' || chunk === undefined) return { worker: this.number, item: null }
    const place = status.serial - chunk.serial
    const { startedAt, done, total } = status
    return {
      worker: this.number,
      item: { index: chunk.first + place, item: chunk.items[place], startedAt, done, total },
    }
  }

  /** Hands the results of a message to their calls. */
  receive(message: ResultsMessage): void {
    const failures =
      message.failures === null
        ? null
        : new Map(message.failures.map(([position, error]) => [position, restoreError(error)]))
    const { parts, values, durations } = message
    const worker = this.number
    const touched = new Set<Call>()
    let start = 0
    let startedAt = message.startedAt
    for (let at = 0; at < parts.length; at += 3) {
      const chunk = this.#chunks[0]
      if (chunk === undefined) throw new Error(`Worker ${worker} reported a chunk that it was not given.`)
      const { call } = chunk
      const count = parts[at] ?? 0
      const elapsed = parts[at + 2] ?? 0
      if (count > 0) {
        const first = chunk.first + chunk.reported
        chunk.reported += count
        this.#load -= count * chunk.itemTime
        call.record(count, elapsed, chunk.items.length)
        touched.add(call)
        const end = start + count
        call.settle({ first, values, start, end, failures, worker, startedAt, durations })
        start = end
        startedAt += elapsed
      }
      if (parts[at + 1] === 1) this.#endChunk(chunk)
    }
    for (const call of touched) call.announce()
  }

  /** Milliseconds of work, as far as is known, that could be taken back; 0 for none. */
  unbegunTime(): number {
    const lastBegun = this.transport.lastBegun
    let time = 0
    for (const chunk of this.#chunks) time += unbegunItems(chunk, lastBegun) * chunk.itemTime
    return time
  }

  /** Milliseconds for which the current item has been running. */
  itemAge(): number {
    const status = this.transport.status
    return status.state === 'running' ? performance.timeOrigin + performance.now() - status.startedAt : 0
  }

  /** Takes back about half of what has not begun, from the end, and returns it to its calls. */
  takeBackHalf(): void {
    const lastBegun = this.transport.lastBegun
    const unbegun = this.#chunks.reduce((sum, chunk) => sum + unbegunItems(chunk, lastBegun), 0)
    let wanted = Math.ceil(unbegun / 2)
    let from = this.#nextSerial
    for (const chunk of this.#chunks.toReversed()) {
      const available = unbegunItems(chunk, lastBegun)
      const taken = chunk.call.canSplitChunks ? Math.min(wanted, available) : available
      if (chunk.kept === 0) continue
      if (wanted <= 0 || taken === 0) break
      from = chunk.serial + chunk.kept - taken
      wanted -= taken
    }
    if (from < this.#nextSerial) this.#takeBackFrom(from)
  }

  /** The worker is gone: what it had goes back to the calls, but for the item that it was running. */
  surrender(died: WorkerDiedError): void {
    this.state = 'ended'
    const status = this.transport.status
    const lastBegun = this.transport.lastBegun
    const chunks = this.#chunks.splice(0)
    this.#outbox = []
    for (const chunk of chunks) {
      const begun = Math.min(chunk.kept, Math.max(chunk.reported, lastBegun - chunk.serial + 1))
      const wasRunning =
        status.state === 'running' && begun > chunk.reported && isWithin(chunk, status.serial)
      this.#giveBack(chunk, begun, chunk.kept)
      if (wasRunning) this.#loseItem(chunk, begun - 1, died, status.startedAt)
      this.#giveBackLost(chunk, wasRunning ? begun - 1 : begun)
    }
  }

  #isWorkingOn(call: Call): boolean {
    const status = this.transport.status
    if (status.state === 'loading') return status.call === call.id
    return status.state === 'running' && this.#chunkOf(status.serial)?.call === call
  }

  #takeBackFrom(serial: number): void {
    this.#isTakingBack = true
    const firstTaken = this.transport.takeBack(serial)
    for (const chunk of this.#chunks) {
      this.#giveBack(chunk, Math.max(0, firstTaken - chunk.serial), chunk.kept)
    }
  }

  #startAfresh(): void {
    this.#load = 0
    if (this.#isTakingBack) {
      this.#isTakingBack = false
      this.transport.stopTakingBack()
    }
    if (this.#nextSerial >= highestSerial / 2) {
      this.#nextSerial = 1
      this.transport.restartSerials()
    }
  }

  #post(chunks: readonly Chunk[]): boolean {
    const calls = new Set<Call>()
    for (const chunk of chunks) if (!this.#opened.has(chunk.call.id)) calls.add(chunk.call)
    const message: WorkMessage = {
      kind: 'work',
      opened: calls.size === 0 ? null : Array.from(calls, describeCall),
      closed: this.#closed.length === 0 ? null : this.#closed,
      chunks: chunks.flatMap((chunk) => [chunk.call.id, chunk.serial, chunk.items.length]),
      items: chunks.length === 1 ? (chunks[0]?.items ?? []) : chunks.flatMap((chunk) => chunk.items),
    }
    try {
      this.transport.post(message)
    } catch (error) {
      this.#sortOut(chunks, error)
      return false
    }
    this.#closed = []
    for (const call of calls) this.#opened.add(call.id)
    return true
  }

  /** Nothing of a message could be sent, because of something in it: fails that and gives the rest back. */
  #sortOut(chunks: readonly Chunk[], error: unknown): void {
    for (const chunk of chunks) {
      this.#chunks.splice(this.#chunks.indexOf(chunk), 1)
      this.#load -= chunk.itemTime * chunk.items.length
    }
    const culprits = chunks.map((chunk) => findUnsendable(chunk.items))
    const badTasks = new Set(
      chunks.map((chunk) => chunk.call).filter((call) => findUnsendable([call.task]).size > 0),
    )
    const isExplained = badTasks.size > 0 || culprits.some((unsendable) => unsendable.size > 0)
    for (const call of badTasks) {
      call.abort(
        new TaskNotLoadedError(
          call.task.name,
          `its parameters cannot be sent to a worker: ${messageOf(error)}`,
          error,
        ),
      )
    }
    chunks.forEach((chunk, place) => {
      const everyItem = new Map(chunk.items.map((_, item) => [item, error]))
      this.#failUnsendable(chunk, isExplained ? (culprits[place] ?? new Map()) : everyItem)
    })
  }

  #failUnsendable(chunk: Chunk, unsendable: ReadonlyMap<number, unknown>): void {
    let from = 0
    for (const [place, cause] of unsendable) {
      this.#giveBack(chunk, from, place)
      chunk.call.fail(chunk.first + place, itemNotCloneable(cause), this.number, Date.now())
      from = place + 1
    }
    this.#giveBack(chunk, from, chunk.items.length)
  }

  #endChunk(chunk: Chunk): void {
    this.#chunks.shift()
    this.#load -= (chunk.items.length - chunk.reported) * chunk.itemTime
    this.#giveBack(chunk, chunk.reported, chunk.kept)
  }

  /** Gives the items at the places `from` to `to` of a chunk back to the call, to be run by somebody. */
  #giveBack(chunk: Chunk, from: number, to: number): void {
    if (from >= to) return
    if (to === chunk.kept) chunk.kept = from
    const { first, items, repeats } = chunk
    chunk.call.giveBack({ first: first + from, items: items.slice(from, to), repeats })
  }

  #loseItem(chunk: Chunk, place: number, died: WorkerDiedError, startedAt: number): void {
    const { call, first, items, repeats } = chunk
    if (call.isAborting) {
      call.giveBack({ first: first + place, items: items.slice(place, place + 1), repeats })
    } else {
      call.fail(first + place, died, this.number, startedAt)
    }
  }

  /** Items that were finished, but whose results went down with the worker, are run again. */
  #giveBackLost(chunk: Chunk, end: number): void {
    const { call, first, items, reported, repeats } = chunk
    if (end <= reported) return
    if (repeats < mostRepeats) {
      call.giveBack({ first: first + reported, items: items.slice(reported, end), repeats: repeats + 1 })
      return
    }
    for (let place = reported; place < end; place += 1) {
      const error = new WorkerDiedError('was lost, three times, before it had sent the result', undefined)
      call.fail(first + place, error, this.number, Date.now())
    }
  }

  #chunkOf(serial: number): Chunk | undefined {
    return this.#chunks.find((chunk) => serial >= chunk.serial + chunk.reported && isWithin(chunk, serial))
  }
}

function isWithin(chunk: Chunk, serial: number): boolean {
  return serial >= chunk.serial && serial < chunk.serial + chunk.items.length
}

/** How many items at the end of the chunk could be taken back: all or none where it must stay whole. */
function unbegunItems(chunk: Chunk, lastBegun: number): number {
  const unbegun = Math.min(chunk.kept, chunk.serial + chunk.kept - 1 - lastBegun)
  if (unbegun <= 0) return 0
  return chunk.call.canSplitChunks || unbegun === chunk.items.length ? unbegun : 0
}

function describeCall(call: Call): OpenedCall {
  return { call: call.id, task: call.task, cancelled: call.cancelled, timed: call.timed }
}

function itemNotCloneable(cause: unknown): PoolError {
  return new PoolError('ITEM_NOT_CLONEABLE', `The item cannot be sent to a worker: ${messageOf(cause)}`, {
    cause,
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
