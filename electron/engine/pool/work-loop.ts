import { CancelledError } from './errors.ts'
import { recordError } from './error-transfer.ts'
import { HeldResults } from './held-results.ts'
import type { FromWorker, OpenedCall, ToWorker, WorkMessage } from './messages.ts'
import type { StatusBoard } from './status-board.ts'
import type { TaskContext, TaskFunction, TaskReference, TaskResolver } from './task.ts'

/** While an item is awaited, finished results are sent after this many milliseconds. */
const sendWhileWaitingAfter = 2

/** Milliseconds since 1970 at which this thread's clock stood at 0. */
const timeOrigin = performance.timeOrigin

/** A call, as one worker sees it. */
interface WorkerCall {
  readonly id: number
  readonly cancelled: Int32Array
  readonly timed: boolean
  readonly context: TaskContext
  readonly abort: () => void
  readonly reference: TaskReference
  task:
    | { readonly state: 'unloaded' }
    | { readonly state: 'loading' }
    | { readonly state: 'ready'; readonly apply: TaskFunction }
    | { readonly state: 'refused' }
}

interface WorkerChunk {
  readonly call: WorkerCall
  /** The serial of the first item. */
  readonly serial: number
  readonly items: readonly unknown[]
  /** Where in `items` the chunk begins and ends: all chunks of a message share one array. */
  readonly start: number
  readonly end: number
}

/**
 * What a worker does: takes chunks in the order in which they were sent, runs their items one at a time,
 * and sends what is finished, a chunk at a time or sooner. As long as a task returns no promise the loop
 * stays synchronous.
 */
export class WorkLoop {
  readonly #resolve: TaskResolver
  readonly #board: StatusBoard
  readonly #post: (message: FromWorker) => void
  readonly #held: HeldResults
  readonly #calls = new Map<number, WorkerCall>()
  readonly #chunks: WorkerChunk[] = []
  /** Whether an item or the loading of a task is being awaited: what was awaited then goes on with the loop. */
  #isWaiting = false
  /** Place of the next item in the items of the first chunk. */
  #place = 0
  /** Finished items of the first chunk that are not yet in a part of the held results. */
  #unreported = 0
  #elapsed = 0
  /** When the current item began, in this thread's milliseconds. */
  #itemStartedAt = 0
  #sendTimerIsSet = false

  constructor(resolve: TaskResolver, board: StatusBoard, post: (message: FromWorker) => void) {
    this.#resolve = resolve
    this.#board = board
    this.#post = post
    this.#held = new HeldResults(post)
  }

  receive(message: ToWorker): void {
    if (message.kind === 'cancel') {
      this.#calls.get(message.call)?.abort()
      return
    }
    this.#accept(message)
    if (!this.#isWaiting) this.#run()
  }

  /** Sends what is finished, in the middle of a chunk. */
  sendHeld(): void {
    const chunk = this.#chunks[0]
    if (chunk !== undefined) this.#closePart(chunk, false)
    this.#held.send()
  }

  #accept(message: WorkMessage): void {
    for (const id of message.closed ?? []) this.#calls.delete(id)
    for (const opened of message.opened ?? []) this.#open(opened)
    let start = 0
    for (let at = 0; at < message.chunks.length; at += 3) {
      const [id = 0, serial = 0, count = 0] = message.chunks.slice(at, at + 3)
      const call = this.#calls.get(id)
      if (call === undefined) throw new Error(`The pool sent work of call ${id}, which was never opened.`)
      this.#chunks.push({ call, serial, items: message.items, start, end: start + count })
      if (this.#chunks.length === 1) this.#place = start
      start += count
    }
  }

  #open(opened: OpenedCall): void {
    const controller = new AbortController()
    const call: WorkerCall = {
      id: opened.call,
      cancelled: opened.cancelled,
      timed: opened.timed,
      abort: () => controller.abort(new CancelledError()),
      context: {
        progress: (done, total) => {
          this.#board.progress(done, total)
          if (this.#holdsResults && this.#held.isDue(performance.now())) this.#sendBeforeItemEnds()
        },
        throwIfCancelled: () => {
          if (isCancelled(opened)) throw new CancelledError()
        },
        signal: controller.signal,
      },
      reference: opened.task,
      task: { state: 'unloaded' },
    }
    this.#calls.set(opened.call, call)
  }

  #load(call: WorkerCall): void {
    call.task = { state: 'loading' }
    this.#isWaiting = true
    this.sendHeld()
    this.#held.beginCall()
    this.#board.load(call.id)
    // Called in a function of its own, so that a resolver that throws at once is a rejection too.
    const loaded = (async () => this.#resolve(call.reference))()
    loaded.then(
      (apply) => {
        call.task = { state: 'ready', apply }
        this.#goOn()
      },
      (error: unknown) => {
        call.task = { state: 'refused' }
        this.#post({ kind: 'refused', call: call.id, error: recordError(error) })
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
    this.#held.send()
  }

  /** Runs the rest of a chunk, as far as that goes without waiting. Returns the time. */
  #runItems(chunk: WorkerChunk, apply: TaskFunction, startedAt: number): number {
    const { items, end, call } = chunk
    let now = startedAt
    while (this.#place < end) {
      const serial = chunk.serial + this.#place - chunk.start
      if (isCancelled(call) || !this.#board.begin(serial, timeOrigin + now)) break
      this.#itemStartedAt = now
      try {
        const value = apply(items[this.#place], call.context)
        if (isThenable(value)) {
          this.#wait(chunk, value)
          return now
        }
        now = performance.now()
        this.#held.succeed(value, now - this.#itemStartedAt)
      } catch (error) {
        // What fails after the call was cancelled was cut short: it counts as not done.
        if (isCancelled(call)) break
        now = performance.now()
        this.#held.fail(recordError(error), now - this.#itemStartedAt)
      }
      now = this.#finishItem(chunk, now)
    }
    return now
  }

  #finishItem(chunk: WorkerChunk, now: number): number {
    this.#place += 1
    this.#unreported += 1
    this.#elapsed += now - this.#itemStartedAt
    // At the end of a chunk the message waits for the word that the chunk is over.
    return this.#place < chunk.end ? this.#sendIfDue(now) : now
  }

  #sendIfDue(now: number): number {
    if (!this.#held.isDue(now)) return now
    this.sendHeld()
    const next = performance.now()
    this.#held.begin(next)
    return next
  }

  #wait(chunk: WorkerChunk, value: PromiseLike<unknown>): void {
    this.#isWaiting = true
    this.#setSendTimer()
    // Wrapped, because a foreign thenable may call back at once or twice.
    Promise.resolve(value).then(
      (result) => {
        const now = performance.now()
        this.#held.succeed(result, now - this.#itemStartedAt)
        this.#finishItem(chunk, now)
        this.#goOn()
      },
      (error: unknown) => {
        if (!isCancelled(chunk.call)) {
          const now = performance.now()
          this.#held.fail(recordError(error), now - this.#itemStartedAt)
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
    return this.#chunks.length > 0 ? this.#sendIfDue(now) : now
  }

  #closePart(chunk: WorkerChunk, isOver: boolean): void {
    if (this.#unreported === 0 && !isOver) return
    this.#held.closePart(this.#unreported, isOver, this.#elapsed, chunk.call.timed)
    this.#unreported = 0
    this.#elapsed = 0
  }
}

function isCancelled(call: { readonly cancelled: Int32Array }): boolean {
  return Atomics.load(call.cancelled, 0) !== 0
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
