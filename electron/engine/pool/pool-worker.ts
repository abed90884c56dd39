import type { Call } from './call.ts'
import { Chunk } from './chunk.ts'
import { chunkTarget } from './chunk-size.ts'
import { awakeSince } from './awake-time.ts'
import { steadyNow, wallTime } from './clock.ts'
import type { WorkerDiedError } from './errors.ts'
import { restoreError } from './error-transfer.ts'
import { Hand } from './hand.ts'
import type { OpenedCall, ReportMessage, ResultsMessage, WorkMessage } from './messages.ts'
import { packItems } from './packed-items.ts'
import type { Range } from './supply.ts'
import type { Tally, WorkerStats } from './tally.ts'
import { sortOut } from './unsendable.ts'
import type { WorkerTransport } from './worker-transport.ts'

/** No message carries more chunks: while a worker runs the ones, the next are on their way. */
const mostChunksPerMessage = 32

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

/** What all workers of a pool have in common. */
export interface WorkerSetting {
  /** After so many items a worker is replaced. */
  readonly mostItems: number
  readonly tally: Tally
}

/** The item that a worker runs. */
export interface RunningItem {
  readonly call: Call
  /** The item's place in the input of its call, from 0. */
  readonly index: number
  /** False where it is one of several that were begun at once: it may be another of them. */
  readonly isCertain: boolean
  /** Milliseconds for which it has been running; where that is not certain, since the first of them was begun. */
  readonly age: number
}

/** One worker of a pool, with the chunks it has: what was sent to it and has not come back. */
export class PoolWorker {
  readonly number: number
  readonly transport: WorkerTransport
  state: 'starting' | 'ready' | 'ended' = 'starting'
  /** Whether the pool itself has ended the worker. */
  isDismissed = false
  /** Whether the worker is to be given nothing more. */
  isRetiring = false
  readonly #setting: WorkerSetting
  readonly #hand: Hand
  /** Chunks that are not yet posted; they are the last ones in hand. */
  #outbox: Chunk[] = []
  #nextSerial = 1
  readonly #opened = new Set<number>()
  #closed: number[] = []
  /** The item for whose sake the worker is being ended, and what becomes of it. */
  #ending: { readonly serial: number; readonly reason: Error } | null = null
  #done = 0
  /** Milliseconds for which finished items ran. */
  #busyTime = 0
  #readySince = 0
  readonly #left = Promise.withResolvers<void>()

  constructor(
    number: number,
    setting: WorkerSetting,
    startTransport: (worker: PoolWorker) => WorkerTransport,
  ) {
    this.number = number
    this.#setting = setting
    this.transport = startTransport(this)
    this.#hand = new Hand(this.transport)
  }

  /** Tells the worker that no more work comes. Resolves when it has done what it does then, or is gone. */
  bidFarewell(): Promise<void> {
    this.transport.post({ kind: 'farewell' })
    return this.#left.promise
  }

  /** The worker has done what it does at its end. */
  hasLeft(): void {
    this.#left.resolve()
  }

  /** The worker takes work from now on. */
  becomeReady(): void {
    this.state = 'ready'
    this.#readySince = steadyNow()
  }

  get isIdle(): boolean {
    return this.#takesWork && this.#hand.isEmpty
  }

  /** Whether the worker has nothing any more and will get nothing any more. */
  get isSpent(): boolean {
    return this.#hand.isEmpty && !this.isDismissed && (this.isRetiring || this.#allowance <= 0)
  }

  get isBusy(): boolean {
    return !this.#hand.isEmpty
  }

  /** Whether the worker has no room for anything, whatever it is. */
  get isFull(): boolean {
    if (!this.#takesWork) return true
    return !this.#hand.isEmpty && (this.#hand.isTakingBack || this.#hand.load > chunkTarget)
  }

  /** Whether the worker should get another chunk of the call now. */
  hasRoom(call: Call): boolean {
    if (!this.#takesWork) return false
    if (this.#hand.isEmpty) return true
    // What is moved here cannot be given to another, so nothing of that kind is made to wait.
    if (call.functions.transfersItems) return false
    return (
      !this.#hand.isTakingBack &&
      // Filled up by halves, because waking a worker for a single small chunk costs more than the chunk.
      this.#hand.chunks.length < (this.#outbox.length > 0 ? call.depth : call.depth / 2 + 1) &&
      call.itemTime !== null &&
      this.#hand.load <= chunkTarget &&
      this.#nextSerial < this.transport.highestSerial / 2
    )
  }

  /** Adds a chunk, which `send` will post. Only where there is room; what is too much goes back to the call. */
  assign(call: Call, taken: Range): void {
    if (this.#hand.isEmpty) this.#startAfresh()
    const range = this.#cutToAllowance(call, taken)
    const chunk = new Chunk(call, range, this.#nextSerial)
    this.#nextSerial += chunk.size
    this.#hand.add(chunk)
    this.#outbox.push(chunk)
  }

  /** Posts the chunks that were assigned. Returns false where some came straight back to their calls. */
  send(): boolean {
    let allSent = true
    while (this.#outbox.length > 0) {
      const count = this.#countForMessage()
      const chunks = this.#outbox.slice(0, count)
      this.#outbox = this.#outbox.slice(count)
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
    if (this.#opened.has(call.id)) this.transport.cancel(call.id)
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
    if (!this.#hand.isWorkingOn(call)) return
    const lastBegun = this.transport.lastBegun
    this.#hand.takeBackFrom(lastBegun + 1)
    if (this.#hand.isWorkingOn(call) && this.transport.lastBegun === lastBegun) this.dismiss()
  }

  /** Takes back what has not begun from the first such item of the call on. */
  takeBackCall(call: Call): void {
    this.#hand.takeBackCall(call)
  }

  /** The item that runs at the moment. */
  get current(): RunningItem | null {
    const { running } = this.#hand
    if (running === null) return null
    const { chunk, place, isCertain, startedAt } = running
    return { call: chunk.call, index: chunk.indexOf(place), isCertain, age: awakeSince(startedAt) }
  }

  /**
   * Ends an item of the call that the worker has: if it runs, the worker is ended, what it has not begun
   * being taken back first. One that has not begun comes back at once. False where it is not here, or done.
   */
  endItem(call: Call, index: number, reason: Error): boolean {
    const chunk = this.#hand.chunks.find(
      (other) =>
        other.call === call && index >= other.indexOf(other.reported) && index < other.indexOf(other.kept),
    )
    if (chunk === undefined) return false
    const serial = chunk.serial + index - chunk.range.first
    if (serial < this.transport.lastBegun && !this.#hand.isRunning(serial)) return false
    const firstTaken = this.#hand.takeBackFrom(Math.max(serial, this.transport.lastBegun + 1))
    if (!this.#hand.isRunning(serial)) return serial >= firstTaken
    this.#ending ??= { serial, reason }
    this.dismiss()
    return true
  }

  get stats(): WorkerStats {
    const status = this.transport.status
    const current = status.state === 'running' && this.isBusy ? steadyNow() - status.startedAt : 0
    const lifetime = this.#readySince === 0 ? 0 : steadyNow() - this.#readySince
    return {
      worker: this.number,
      state: this.#stateForPeople,
      done: this.#done,
      utilisation: lifetime <= 0 ? 0 : Math.min(1, (this.#busyTime + Math.max(0, current)) / lifetime),
    }
  }

  activity(): WorkerActivity {
    const { running } = this.#hand
    if (running === null) return { worker: this.number, item: null }
    const { chunk, place, startedAt, done, total } = running
    const index = chunk.indexOf(place)
    const item = { index, item: chunk.range.items[place], startedAt: wallTime(startedAt), done, total }
    return { worker: this.number, item }
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
    let startedAt = wallTime(message.startedAt)
    let waitedUntil = message.startedAt
    for (let at = 0; at < parts.length; at += 3) {
      const [chunk] = this.#hand.chunks
      if (chunk === undefined) throw new Error(`Worker ${worker} reported a chunk that it was not given.`)
      const { call } = chunk
      const count = parts[at] ?? 0
      const elapsed = parts[at + 2] ?? 0
      if (count > 0) {
        const first = chunk.indexOf(chunk.reported)
        chunk.reported += count
        this.#hand.load -= count * chunk.itemTime
        call.record(count, elapsed, chunk.size)
        this.#setting.tally.record(count, elapsed, waitedUntil - chunk.range.takenAt)
        this.#done += count
        this.#busyTime += elapsed
        touched.add(call)
        const end = start + count
        call.settle({ first, values, start, end, failures, worker, startedAt, durations })
        start = end
        startedAt += elapsed
        waitedUntil += elapsed
      }
      if (parts[at + 1] === 1) this.#endChunk(chunk)
    }
    for (const call of touched) call.announce()
  }

  /** Hands what a task said to its call. */
  receiveReport({ serial, said }: ReportMessage): void {
    const chunk = this.#hand.chunkOf(serial)
    if (chunk === undefined) return
    const place = serial - chunk.serial
    const item = chunk.range.items[place]
    chunk.call.functions.report({ ...said, index: chunk.indexOf(place), item, worker: this.number })
  }

  /** Milliseconds of work, as far as is known, that could be taken back; 0 for none. */
  unbegunTime(): number {
    return this.#hand.unbegunTime()
  }

  /** Milliseconds for which the current item has been running. */
  itemAge(): number {
    const status = this.transport.status
    return status.state === 'running' ? steadyNow() - status.startedAt : 0
  }

  /** Takes back about half of what has not begun, from the end, and returns it to its calls. */
  takeBackHalf(): void {
    this.#hand.takeBackHalf()
  }

  /** The worker is gone: what it had goes back to the calls, but for the item that it was running. */
  surrender(died: WorkerDiedError): void {
    this.state = 'ended'
    this.#outbox = []
    this.#left.resolve()
    this.#hand.surrender(died, this.#ending, this.number)
  }

  get #takesWork(): boolean {
    return this.state === 'ready' && !this.isDismissed && !this.isRetiring && this.#allowance > 0
  }

  /** How many more items the worker may be given before it is replaced. */
  get #allowance(): number {
    if (this.#setting.mostItems === Number.POSITIVE_INFINITY) return this.#setting.mostItems
    return this.#setting.mostItems - this.#done - this.#hand.items
  }

  get #stateForPeople(): WorkerStats['state'] {
    if (this.state === 'starting') return 'starting'
    if (this.isDismissed || this.isRetiring) return 'leaving'
    return this.isBusy ? 'busy' : 'idle'
  }

  #cutToAllowance(call: Call, range: Range): Range {
    const allowance = this.#allowance
    if (range.items.length <= allowance) return range
    const { first, items } = range
    call.giveBack({ ...range, first: first + allowance, items: items.slice(allowance) })
    return { ...range, items: items.slice(0, allowance) }
  }

  /** How many of the next chunks go into one message. */
  #countForMessage(): number {
    const isAlone = ({ call, isSuspect }: Chunk): boolean => isSuspect || call.functions.transfersItems
    const place = this.#outbox.findIndex(isAlone)
    return Math.min(mostChunksPerMessage, place === -1 ? this.#outbox.length : Math.max(1, place))
  }

  #startAfresh(): void {
    this.#hand.startAfresh()
    if (this.#nextSerial >= this.transport.highestSerial / 2) {
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
      chunks: describeChunks(chunks),
      items: packItems(itemsOf(chunks)),
      ...(chunks[0]?.isSuspect === true ? { isSuspect: true } : {}),
    }
    try {
      const mayMove = this.transport.canMove && chunks.some(({ call }) => call.functions.transfersItems)
      const moved = mayMove ? chunks.flatMap((chunk) => chunk.findMoved()) : []
      this.transport.post(message, moved)
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
    for (const chunk of chunks) this.#hand.remove(chunk)
    const [chunk] = chunks
    if (chunk !== undefined && chunk.isMoved && chunk.size > 1) {
      // Which item it is cannot be found out without moving it: each is sent alone.
      chunk.giveBackSingly()
      return
    }
    sortOut(chunks, error, (values) => this.transport.findUnsendable(values), this.number)
  }

  #endChunk(chunk: Chunk): void {
    this.#hand.remove(chunk)
    chunk.giveBack(chunk.reported, chunk.kept)
  }
}

/** Three numbers for each chunk. Loops, because there may be many chunks of one item. */
function describeChunks(chunks: readonly Chunk[]): number[] {
  const numbers: number[] = []
  for (const { call, serial, size } of chunks) numbers.push(call.id, serial, size)
  return numbers
}

function itemsOf(chunks: readonly Chunk[]): readonly unknown[] {
  const [only] = chunks
  if (only !== undefined && chunks.length === 1) return only.range.items
  const items: unknown[] = []
  for (const { range } of chunks) for (const item of range.items) items.push(item)
  return items
}

function describeCall(call: Call): OpenedCall {
  return {
    call: call.id,
    task: call.task,
    isCancelled: call.isCancelled,
    timed: call.timed,
    spread: call.spread,
    reports: call.functions.wantsReports,
    watched: call.functions.isLimited,
  }
}
