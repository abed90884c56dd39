import { CallerFunctions } from './caller-functions.ts'
import { ItemTime } from './chunk-size.ts'
import { steadyNow } from './clock.ts'
import { ItemEndedError, PoolError } from './errors.ts'
import type { InputSource } from './input.ts'
import type { CallOptions } from './options.ts'
import type { Reading } from './reading.ts'
import { CallStream } from './result-stream.ts'
import { SegmentBuffer } from './segment-buffer.ts'
import { countFailures, failedSegment, type Segment } from './segment.ts'
import { Supply, type Range } from './supply.ts'
import type { TaskReference } from './task.ts'

/** What a call tells its pool. */
export interface CallEvents {
  /** There may be something to do for workers with room. */
  wake(): void
  /** The call is to stop: workers that run its items must be told. */
  stopping(call: Call, mustEnd: boolean): void
  /** Nothing of the call is to begin: workers must give back what they have not begun. */
  takeBack(call: Call): void
  /** Ends an item that a worker has; false where none has it, or where it has just ended by itself. */
  endItem(call: Call, index: number, reason: Error): boolean
  /** Nothing of the call is under way any more. */
  ended(call: Call): void
}

/** What all calls of a pool have in common. */
export interface CallSetting {
  readonly id: number
  /** How many workers there are at present. */
  readonly workers: () => number
  readonly task: TaskReference
  readonly items: InputSource
  readonly order: 'input' | 'completion'
  /** Whether each item is the list of the task's arguments. */
  readonly spread: boolean
  readonly options: CallOptions
  readonly events: CallEvents
}

type CallState =
  | { readonly kind: 'running' }
  /** Nothing begins; what is under way goes on. */
  | { readonly kind: 'paused' }
  /** As paused, for good: when what is under way has ended, so does the stream. */
  | { readonly kind: 'draining' }
  /** Items under way may still end; then the stream ends with the reason. */
  | { readonly kind: 'aborting'; readonly reason: unknown }
  /** The reader went away: results are of no interest. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'ended' }

/** How many items of a call came to what. */
export interface CallCounts {
  readonly pulled: number
  readonly succeeded: number
  readonly failed: number
}

/** One call of a pool: where its items come from, what is under way, where results go. */
export class Call {
  readonly id: number
  readonly task: TaskReference
  readonly spread: boolean
  readonly priority: number
  /** Whether the times of single items are wanted. */
  readonly timed: boolean
  readonly functions: CallerFunctions
  readonly #signal: AbortSignal | undefined
  readonly #events: CallEvents
  readonly #supply: Supply
  readonly #buffer: SegmentBuffer
  readonly #stream: Pick<CallStream<unknown>, 'announce' | 'finish'>
  readonly #time = new ItemTime()
  readonly #onAbort: () => void
  #state: CallState = { kind: 'running' }
  /** Items that workers have. */
  #inHand = 0
  #succeeded = 0
  #failed = 0
  /** Items that workers have and that are to fail should they come back without having run, and why. */
  #doomed: Map<number, Error> | null = null
  #wasRead = false
  #mayDropResults = false
  #dropsResults = false

  /** Makes a call and its stream. The call does nothing before the pool first takes from it. */
  static open<T>(setting: CallSetting, reading: Reading<T>): { call: Call; stream: CallStream<T> } {
    const buffer = new SegmentBuffer(setting.order)
    let call: Call | null = null
    const stream = new CallStream<T>(buffer, reading, {
      beginReading: () => call?.beginReading(),
      consumed: (count) => call?.consumed(count),
      stopReading: async () => call?.stopReading(),
      pause: () => call?.pause(),
      resume: () => call?.resume(),
      drain: () => call?.drain(),
      endItem: (index, reason) => call?.endItem(index, reason) ?? false,
    })
    call = new Call(setting, buffer, stream)
    return { call, stream }
  }

  private constructor(
    setting: CallSetting,
    buffer: SegmentBuffer,
    stream: Pick<CallStream<unknown>, 'announce' | 'finish'>,
  ) {
    const { options } = setting
    this.id = setting.id
    this.task = setting.task
    this.spread = setting.spread
    this.priority = options.priority ?? 0
    this.timed = options.settled === true
    this.functions = new CallerFunctions(options, (error) => this.abort(error))
    this.#signal = options.signal
    this.#events = setting.events
    this.#buffer = buffer
    this.#stream = stream
    this.#onAbort = () => this.abort(options.signal?.reason)
    this.#supply = new Supply(setting.items, options, this.#time, {
      workers: setting.workers,
      wake: () => this.#wake(),
      isOpen: () => this.isRunning || this.#state.kind === 'paused',
      dropResults: () => this.#dropResults(),
      now: steadyNow,
    })
    options.signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** Milliseconds per item as measured; null before anything is known. */
  get itemTime(): number | null {
    return this.#time.average
  }

  /** How many chunks a worker may hold, where its time allows. */
  get depth(): number {
    return this.#supply.depth
  }

  /** Whether a chunk may come back in parts: not where its size is the user's word. */
  get canSplitChunks(): boolean {
    return !this.#supply.isExact
  }

  get isRunning(): boolean {
    return this.#state.kind === 'running'
  }

  /** Whether the call is to stop: its items are cut short. */
  get isCancelled(): boolean {
    return this.#state.kind === 'aborting' || this.#state.kind === 'unread'
  }

  get isAborting(): boolean {
    return this.#state.kind === 'aborting'
  }

  /** Whether a further worker would be given something. */
  get hasMore(): boolean {
    return this.isRunning && this.#supply.hasMore
  }

  get counts(): CallCounts {
    return { pulled: this.#supply.pulled, succeeded: this.#succeeded, failed: this.#failed }
  }

  /** The items for one chunk, or null where none are to be had at present. */
  take(countIdleWorkers: () => number): Range | null {
    if (!this.isRunning) return null
    const range = this.#supply.take(countIdleWorkers)
    if (range === null) {
      this.#endIfDone()
      return null
    }
    this.#inHand += range.items.length
    // Pulling the input runs the caller's code, which may have called `pause()`.
    if (this.#state.kind !== 'paused') return range
    this.giveBack(range)
    return null
  }

  /** Items that a worker had and did not run. */
  giveBack(range: Range): void {
    this.#inHand -= range.items.length
    if (!this.isRunning && this.#state.kind !== 'paused') {
      this.#endIfDone()
      return
    }
    this.#supply.giveBack(range)
    for (const [index, reason] of this.#doomed ?? []) {
      if (this.#supply.remove(index)) this.#failUnbegun(index, reason)
    }
  }

  /** Results of items that a worker had. The reader sees them after `announce`. */
  settle(segment: Segment): void {
    const count = segment.end - segment.start
    const failed = countFailures(segment)
    this.#failed += failed
    this.#succeeded += count - failed
    this.#inHand -= count
    if (this.#doomed !== null) {
      for (let place = 0; place < count; place += 1) this.#doomed.delete(segment.first + place)
    }
    if (this.#dropsResults) {
      this.#supply.consume(count)
    } else if (this.#state.kind !== 'unread') {
      this.#buffer.add(segment)
    }
    this.#endIfDone()
  }

  /** Lets the reader see what was settled. Once for many segments, so that it reads them together. */
  announce(): void {
    this.#stream.announce()
  }

  /** An item that a worker had and that failed outside of its task. Times in milliseconds, `startedAt` since 1970. */
  fail(index: number, reason: Error, worker: number, startedAt: number, duration: number): void {
    this.settle(failedSegment(index, reason, worker, startedAt, duration))
    this.announce()
  }

  /** `count` items of a chunk of `size` took `elapsed` milliseconds. */
  record(count: number, elapsed: number, size: number): void {
    this.#time.record(count, elapsed)
    this.#supply.recordSize(size)
  }

  /** Issues nothing more; when what is under way has ended, the stream rejects with `reason`. */
  abort(reason: unknown): void {
    if (this.#state.kind === 'unread') this.#events.stopping(this, true)
    if (!['running', 'paused', 'draining'].includes(this.#state.kind)) return
    this.#state = { kind: 'aborting', reason }
    // The stream rejects with the reason of the abort, next to which trouble in clearing up is no news.
    this.#stop(true).catch(() => {})
  }

  /** While nobody has read anything, results are dropped where there is no room for them. */
  allowDropping(): void {
    this.#mayDropResults = true
    this.#supply.retry()
  }

  beginReading(): void {
    this.#wasRead = true
  }

  consumed(count: number): void {
    this.#supply.consume(count)
  }

  async stopReading(): Promise<void> {
    if (!['running', 'paused', 'draining'].includes(this.#state.kind)) return
    this.#state = { kind: 'unread' }
    await this.#stop(false)
  }

  pause(): void {
    if (!this.isRunning) return
    this.#state = { kind: 'paused' }
    this.#events.takeBack(this)
  }

  resume(): void {
    if (this.#state.kind !== 'paused') return
    this.#state = { kind: 'running' }
    this.#events.wake()
  }

  drain(): void {
    if (!this.isRunning && this.#state.kind !== 'paused') return
    this.#state = { kind: 'draining' }
    const stopped = this.#supply.stop().catch((error: unknown) => this.abort(error))
    // The input is given a turn of the event loop to say what went wrong; one that never answers is not waited for.
    this.#inHand += 1
    const endOfTurn = new Promise((resolve) => setImmediate(resolve))
    void Promise.race([stopped, endOfTurn]).then(() => {
      this.#inHand -= 1
      this.#endIfDone()
    })
    this.#events.takeBack(this)
  }

  endItem(index: number, reason: Error = new ItemEndedError()): boolean {
    if (!this.isRunning && this.#state.kind !== 'paused' && this.#state.kind !== 'draining') return false
    if (this.#supply.remove(index)) {
      this.#failUnbegun(index, reason)
      return true
    }
    this.#doomed ??= new Map()
    this.#doomed.set(index, reason)
    const isEnding = this.#events.endItem(this, index, reason)
    if (!isEnding) this.#doomed.delete(index)
    return isEnding
  }

  #failUnbegun(index: number, reason: Error): void {
    this.#inHand += 1
    this.fail(index, reason, 0, Date.now(), 0)
  }

  #dropResults(): number {
    if (!this.#mayDropResults || this.#wasRead) return 0
    this.#dropsResults = true
    return this.#buffer.clear()
  }

  #wake(): void {
    this.#events.wake()
    this.#endIfDone()
  }

  #stop(mustEnd: boolean): Promise<void> {
    this.#events.stopping(this, mustEnd)
    const stopped = this.#supply.stop()
    this.#endIfDone()
    return stopped
  }

  #endIfDone(): void {
    if (this.#inHand > 0 || this.#state.kind === 'ended') return
    const state = this.#state
    if ((state.kind === 'running' || state.kind === 'paused') && !this.#supply.isExhausted) return
    this.#state = { kind: 'ended' }
    this.#signal?.removeEventListener('abort', this.#onAbort)
    this.#finishStream(state)
    this.#events.ended(this)
  }

  #finishStream(state: Exclude<CallState, { kind: 'ended' }>): void {
    const inputEnd = this.#supply.inputEnd
    if (state.kind === 'aborting') {
      if (this.timed) this.#buffer.releaseAll()
      else this.#buffer.clearHeld()
      this.#stream.finish({ kind: 'failed', error: state.reason })
    } else if (inputEnd?.kind === 'failed') {
      this.#stream.finish(inputEnd)
    } else if (this.#dropsResults) {
      this.#stream.finish({ kind: 'failed', error: resultsDropped() })
    } else {
      if (state.kind === 'draining') this.#buffer.releaseAll()
      this.#stream.finish({ kind: 'complete' })
    }
  }
}

function resultsDropped(): PoolError {
  return new PoolError(
    'RESULTS_DROPPED',
    'The results of this call were dropped, because nobody had begun to read them when join() was called.',
  )
}
