import type { Transferable } from 'node:worker_threads'
import { steadyAt } from './clock.ts'
import { captureConsole } from './console-capture.ts'
import { recordError } from './error-transfer.ts'
import { HeldResults } from './held-results.ts'
import { whileLoading } from './loading.ts'
import type { OpenedCall, Said, ToWorker, WorkMessage } from './messages.ts'
import { unpackItems } from './packed-items.ts'
import { SpanLength } from './span-length.ts'
import type { TaskFunction, TaskReference, TaskResolver } from './task.ts'
import type { WorkerBoard } from './worker-board.ts'
import { WorkerCall, type ContextEvents } from './worker-call.ts'
import type { WorkerOutlet } from './worker-outlet.ts'

/** While an item is awaited, finished results are sent after this many milliseconds. */
const sendWhileWaitingAfter = 2

/** The number that the initializer has as a call on the board. */
const initializerCall = 0

/** What a worker does when no more work comes; it is ended then, or when that takes too long. */
export type Farewell = () => void | Promise<void>

interface WorkerChunk {
  readonly call: WorkerCall
  /** The serial of the first item. */
  readonly serial: number
  readonly items: readonly unknown[]
  /** Where in `items` the chunk begins and ends: all chunks of a message share one array. */
  readonly start: number
  readonly end: number
  readonly isSuspect: boolean
}

/**
 * What a worker does: takes chunks in the order in which they were sent, runs their items one at a time,
 * and sends what is finished, a chunk at a time or sooner. As long as a task returns no promise the loop
 * stays synchronous.
 */
export class WorkLoop {
  readonly #resolve: TaskResolver
  /** The worker's number. */
  readonly #worker: number
  readonly #board: WorkerBoard
  readonly #outlet: WorkerOutlet
  /** What is to be done when no more work comes. */
  readonly #onFarewell: Farewell
  readonly #held: HeldResults
  readonly #span: SpanLength
  readonly #calls = new Map<number, WorkerCall>()
  readonly #chunks: WorkerChunk[] = []
  /** Whether an item or the loading of a task is being awaited: what was awaited then goes on with the loop. */
  #isWaiting = false
  /** Place of the next item in the items of the first chunk. */
  #place = 0
  /** Items up to this serial are marked on the board as begun, and may be run. */
  #begunUntil = 0
  /** Finished items of the first chunk that are not yet in a part of the held results. */
  #unreported = 0
  #elapsed = 0
  /** When the current item began, in this thread's milliseconds. */
  #itemStartedAt = 0
  #sendTimerIsSet = false
  /** Parts of the current item's result that are to be moved. */
  #moved: Transferable[] = []
  #cancellationsSeen = 0
  #hasCapturedConsole = false

  constructor(
    resolve: TaskResolver,
    worker: number,
    board: WorkerBoard,
    outlet: WorkerOutlet,
    onFarewell: Farewell = () => {},
  ) {
    this.#onFarewell = onFarewell
    this.#resolve = resolve
    this.#worker = worker
    this.#board = board
    this.#outlet = outlet
    this.#held = new HeldResults(outlet)
    this.#span = new SpanLength(board.longestSpan)
  }

  /** Calls the pool's initializer with its parameters, if there is one, and takes work from then on. */
  async begin(initializer: TaskReference | undefined): Promise<void> {
    if (initializer !== undefined) {
      this.#board.load(initializerCall)
      try {
        const { name } = initializer
        const initialize = await whileLoading(name, () => this.#resolve({ name }))
        const call = new WorkerCall(initializerAsCall(initializer), this.#worker, this.#contextEvents)
        await initialize(initializer.parameters, call.context)
      } catch (error) {
        this.#outlet.send({ kind: 'uninitialized', error: recordError(error) }, [])
        return
      } finally {
        this.#board.rest()
      }
    }
    this.#outlet.send({ kind: 'ready' }, [])
  }

  receive(message: ToWorker): void {
    if (message.kind === 'cancel') {
      this.#calls.get(message.call)?.abort()
      return
    }
    if (message.kind === 'farewell') {
      void this.#part()
      return
    }
    this.#accept(message)
    if (!this.#isWaiting) this.#run()
  }

  /** The worker is about to end: says exactly which item it was running, and sends what is finished. */
  leave(): void {
    this.#pinpoint()
    this.sendHeld()
  }

  /** Sends what is finished, in the middle of a chunk. */
  sendHeld(): void {
    const chunk = this.#chunks[0]
    if (chunk !== undefined) this.#closePart(chunk, false)
    this.#held.send()
  }

  /** Whether somebody listens to what is printed at the moment. */
  get capturesOutput(): boolean {
    const chunk = this.#chunks[0]
    return chunk !== undefined && chunk.call.reports && this.#serialUnderWay !== null
  }

  /** Something was printed while output is captured. */
  print(stream: 'stdout' | 'stderr', text: string): void {
    const call = this.#chunks[0]?.call
    if (call !== undefined) this.#say(call, { kind: 'output', stream, text })
  }

  readonly #contextEvents: ContextEvents = {
    progress: (done, total) => {
      this.#pinpoint()
      this.#board.progress(done, total)
      if (this.#holdsResults && this.#held.isDue(performance.now())) this.#sendBeforeItemEnds()
    },
    refresh: (call) => {
      this.#board.refresh()
      this.#isCancelled(call)
    },
    say: (call, said) => this.#say(call, said),
    transfer: (call, parts) => {
      if (this.#chunks[0]?.call === call) this.#moved.push(...parts)
    },
  }

  async #part(): Promise<void> {
    try {
      await this.#onFarewell()
    } finally {
      this.#outlet.send({ kind: 'left' }, [])
    }
  }

  #accept(message: WorkMessage): void {
    for (const id of message.closed ?? []) this.#calls.delete(id)
    for (const opened of message.opened ?? []) {
      const call = new WorkerCall(opened, this.#worker, this.#contextEvents)
      if (this.#board.isCancelled(call.id)) call.isCancelled = true
      if (call.reports) this.#captureConsole()
      this.#calls.set(call.id, call)
    }
    const { chunks, isSuspect = false } = message
    const items = unpackItems(message.items)
    let start = 0
    for (let at = 0; at < chunks.length; at += 3) {
      const id = chunks[at] ?? 0
      const serial = chunks[at + 1] ?? 0
      const count = chunks[at + 2] ?? 0
      const call = this.#calls.get(id)
      if (call === undefined) throw new Error(`The pool sent work of call ${id}, which was never opened.`)
      this.#chunks.push({ call, serial, items, start, end: start + count, isSuspect })
      if (this.#chunks.length === 1) this.#place = start
      start += count
    }
  }

  /** Not before it is needed: looking at the streams makes them, which takes longer than starting the worker. */
  #captureConsole(): void {
    if (this.#hasCapturedConsole) return
    this.#hasCapturedConsole = true
    captureConsole(this)
  }

  #load(call: WorkerCall): void {
    call.task = { state: 'loading' }
    this.#isWaiting = true
    this.sendHeld()
    this.#held.beginCall()
    this.#span.restart()
    this.#board.load(call.id)
    const { reference } = call
    whileLoading(reference.name, () => this.#resolve(reference)).then(
      (apply) => {
        call.becomeReady(apply)
        this.#goOn()
      },
      (error: unknown) => {
        call.task = { state: 'refused' }
        this.#outlet.send({ kind: 'refused', call: call.id, error: recordError(error) }, [])
        this.#goOn()
      },
    )
  }

  get #holdsResults(): boolean {
    return this.#unreported > 0 || !this.#held.isEmpty
  }

  #goOn(): void {
    this.#isWaiting = false
    this.#run()
  }

  #run(): void {
    let now = performance.now()
    if (!this.#holdsResults) this.#held.begin(now)
    for (;;) {
      const chunk = this.#chunks[0]
      if (chunk === undefined) break
      const task = chunk.call.task
      if (task.state === 'unloaded') this.#load(chunk.call)
      if (task.state === 'ready') now = this.#runItems(chunk, task.apply, now)
      if (this.#isWaiting) return
      now = this.#endChunk(chunk, now)
    }
    this.#board.rest()
    this.#begunUntil = 0
    this.#span.interrupt()
    this.#held.send()
  }

  /** Runs the rest of a chunk, as far as that goes without waiting. Returns the time. */
  #runItems(chunk: WorkerChunk, apply: TaskFunction, startedAt: number): number {
    const { items, end, call } = chunk
    let now = startedAt
    while (this.#place < end) {
      const serial = chunk.serial + this.#place - chunk.start
      if (call.isWatched && this.#board.note(serial, now)) this.#begunUntil = serial - 1
      // In this order: marking an item looks at what the pool has cancelled.
      if ((serial > this.#begunUntil && !this.#mark(serial, now)) || this.#isCancelled(call)) break
      this.#itemStartedAt = now
      try {
        const value = apply(items[this.#place], call.context)
        if (isThenable(value)) {
          this.#wait(chunk, value)
          return now
        }
        now = performance.now()
        this.#succeed(value, now)
      } catch (error) {
        // What fails after the call was cancelled was cut short: it counts as not done.
        if (this.#isCancelled(call)) break
        now = performance.now()
        this.#fail(error, now)
      }
      now = this.#finishItem(chunk, now)
    }
    return now
  }

  /** Marks an item on the board as begun, or several. False means that the pool has taken it back. */
  #mark(serial: number, now: number): boolean {
    const last = this.#board.longestSpan === 1 ? serial : this.#endOfSpan(serial, now)
    this.#begunUntil = this.#board.begin(serial, last, steadyAt(now))
    return serial <= this.#begunUntil
  }

  /** The last item that may be marked together with this one. */
  #endOfSpan(serial: number, now: number): number {
    if (!this.#held.areQuick) {
      this.#span.restart()
      return serial
    }
    const longest = serial + this.#span.next(serial, now) - 1
    let last = serial
    const call = this.#chunks[0]?.call
    for (const chunk of this.#chunks) {
      // Not beyond the call: whoever ends the worker for the sake of one must not hit items of another.
      if (last >= longest || chunk.call !== call || chunk.isSuspect || this.#mustMarkEach(call)) break
      last = chunk.serial + chunk.end - chunk.start - 1
    }
    return Math.min(last, longest)
  }

  #mustMarkEach(call: WorkerCall): boolean {
    return call.isAsynchronous || (call.isWatched && !this.#board.isWatched)
  }

  /** The serial of the item that is being run; null where none is. */
  get #serialUnderWay(): number | null {
    const chunk = this.#chunks[0]
    if (chunk?.call.task.state !== 'ready' || this.#place >= chunk.end) return null
    const serial = chunk.serial + this.#place - chunk.start
    return serial <= this.#begunUntil ? serial : null
  }

  /** Writes on the board which of several items that were marked together is running. */
  #pinpoint(): void {
    const serial = this.#serialUnderWay
    if (serial === null || this.#board.longestSpan === 1) return
    this.#board.pinpoint(serial, steadyAt(this.#itemStartedAt))
    this.#begunUntil = serial
  }

  #say(call: WorkerCall, said: Said): void {
    const serial = this.#serialUnderWay
    // What is said when nobody listens, or too late to be about an item, is dropped.
    if (!call.reports || serial === null || this.#chunks[0]?.call !== call) return
    this.#pinpoint()
    this.#outlet.report({ kind: 'report', serial, said })
  }

  /** Whether the call is to stop, as far as the board was looked at. */
  #isCancelled(call: WorkerCall): boolean {
    const { cancellations } = this.#board
    if (cancellations !== this.#cancellationsSeen) {
      this.#cancellationsSeen = cancellations
      for (const other of this.#calls.values()) {
        if (this.#board.isCancelled(other.id)) other.isCancelled = true
      }
    }
    return call.isCancelled
  }

  #succeed(value: unknown, now: number): void {
    const moved = this.#moved
    if (moved.length === 0) {
      this.#held.succeed(value, now - this.#itemStartedAt)
      return
    }
    // A message of its own, so that trouble with what is moved is the trouble of no other item.
    this.#moved = []
    this.#sendBeforeItemEnds()
    this.#held.succeed(value, now - this.#itemStartedAt)
    this.#held.move(moved)
  }

  #fail(error: unknown, now: number): void {
    this.#moved = []
    this.#held.fail(recordError(error), now - this.#itemStartedAt)
  }

  #finishItem(chunk: WorkerChunk, now: number): number {
    this.#place += 1
    this.#unreported += 1
    this.#elapsed += now - this.#itemStartedAt
    // At the end of a chunk the message waits for the word that the chunk is over.
    return this.#place < chunk.end ? this.#sendIfDue(chunk, now) : now
  }

  #sendIfDue(chunk: WorkerChunk, now: number): number {
    if (!chunk.isSuspect && !this.#held.isDue(now)) return now
    this.sendHeld()
    const next = performance.now()
    this.#held.begin(next)
    return next
  }

  #wait(chunk: WorkerChunk, value: PromiseLike<unknown>): void {
    this.#isWaiting = true
    chunk.call.isAsynchronous = true
    this.#pinpoint()
    this.#setSendTimer()
    // Wrapped, because a foreign thenable may call back at once or twice.
    Promise.resolve(value).then(
      (result) => {
        const now = performance.now()
        this.#succeed(result, now)
        this.#finishItem(chunk, now)
        this.#goOn()
      },
      (error: unknown) => {
        if (!this.#isCancelled(chunk.call)) {
          const now = performance.now()
          this.#fail(error, now)
          this.#finishItem(chunk, now)
        }
        this.#goOn()
      },
    )
  }

  #setSendTimer(): void {
    if (this.#sendTimerIsSet || !this.#holdsResults) return
    this.#sendTimerIsSet = true
    setTimeout(() => {
      this.#sendTimerIsSet = false
      if (this.#isWaiting) this.#sendBeforeItemEnds()
    }, sendWhileWaitingAfter)
  }

  /** Sends what is finished while an item is under way; its own time goes on counting from its start. */
  #sendBeforeItemEnds(): void {
    this.sendHeld()
    this.#held.begin(this.#itemStartedAt)
  }

  #endChunk(chunk: WorkerChunk, now: number): number {
    this.#closePart(chunk, true)
    this.#chunks.shift()
    this.#place = this.#chunks[0]?.start ?? 0
    return this.#chunks.length > 0 ? this.#sendIfDue(chunk, now) : now
  }

  #closePart(chunk: WorkerChunk, isOver: boolean): void {
    if (this.#unreported === 0 && !isOver) return
    this.#held.closePart(this.#unreported, isOver, this.#elapsed, chunk.call.timed)
    this.#unreported = 0
    this.#elapsed = 0
  }
}

function initializerAsCall(task: TaskReference): OpenedCall {
  return {
    call: initializerCall,
    task,
    isCancelled: false,
    timed: false,
    spread: false,
    reports: false,
    watched: true,
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
