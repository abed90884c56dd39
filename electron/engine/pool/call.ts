import { AutomaticChunkSize, exactChunkSize, ItemTime, type ChunkSize } from './chunk-size.ts'
import { PoolError } from './errors.ts'
import { openInput, type Input } from './input.ts'
import type { ImapOptions } from './options.ts'
import type { Reading } from './reading.ts'
import { CallStream } from './result-stream.ts'
import { SegmentBuffer } from './segment-buffer.ts'
import { failedSegment, type Segment } from './segment.ts'
import type { TaskReference } from './task.ts'

/** Neighbouring items that are to be run: a chunk before a worker has it, or what is left of one. */
export interface Range {
  /** Place in the input of the first item. */
  readonly first: number
  readonly items: readonly unknown[]
  /** How often these items were finished by a worker that was lost before it could send the results. */
  readonly repeats: number
}

/** What a call tells its pool. */
export interface CallEvents {
  /** There may be something to do for workers with room. */
  wake(): void
  /** The call is to stop: workers that run its items must be told. */
  stopping(call: Call, mustEnd: boolean): void
  /** Nothing of the call is under way any more. */
  ended(call: Call): void
}

/** What all calls of a pool have in common. */
export interface CallSetting {
  readonly id: number
  readonly workers: number
  readonly task: TaskReference
  readonly items: Iterable<unknown> | AsyncIterable<unknown>
  readonly order: 'input' | 'completion'
  readonly options: ImapOptions
  readonly events: CallEvents
}

type CallState =
  | { readonly kind: 'running' }
  /** Items under way may still end; then the stream ends with the reason. */
  | { readonly kind: 'aborting'; readonly reason: unknown }
  /** The reader went away: results are of no interest. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'ended' }

/** The default of `bufferSize` is never less than this. */
const smallestDefaultWindow = 256

/** Chunks of a given size are sent ahead to a worker until it has about so many items … */
const itemsAhead = 128

/** … in so many chunks at least and at most, as far as time and room allow. */
const chunksAhead = { least: 4, most: 32 }

/** One call of `imap` or `imapUnordered`: where its items come from, what is under way, where results go. */
export class Call {
  readonly id: number
  readonly task: TaskReference
  /** One cell in memory that the workers share; 1 once the call is to stop. */
  readonly cancelled = new Int32Array(new SharedArrayBuffer(4))
  /** Whether the times of single items are wanted. */
  readonly timed: boolean
  readonly #workers: number
  readonly #events: CallEvents
  readonly #input: Input
  readonly #buffer: SegmentBuffer
  readonly #stream: Pick<CallStream<unknown>, 'announce' | 'finish'>
  readonly #time = new ItemTime()
  readonly #size: ChunkSize
  readonly #bufferSize: number | null
  readonly #signal: AbortSignal | undefined
  readonly #onAbort: () => void
  #state: CallState = { kind: 'running' }
  /** Ranges that came back from workers and go out again before anything new, in the input's order. */
  #returned: Range[] = []
  /** Items taken from the input so far. */
  #issued = 0
  /** Items that workers have. */
  #inHand = 0
  /** Results that have left the buffer. */
  #consumed = 0
  /** Set when work could not be issued for lack of room. */
  #lacksRoom = false
  #wasRead = false
  #mayDropResults = false
  #dropsResults = false
  #isWakingSoon = false

  /** Makes a call and its stream. The call does nothing before the pool first takes from it. */
  static open<T>(setting: CallSetting, reading: Reading<T>): { call: Call; stream: CallStream<T> } {
    const buffer = new SegmentBuffer(setting.order)
    let call: Call | null = null
    const stream = new CallStream<T>(buffer, reading, {
      beginReading: () => call?.beginReading(),
      consumed: (count) => call?.consumed(count),
      stopReading: async () => call?.stopReading(),
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
    this.timed = options.settled === true
    this.#workers = setting.workers
    this.#events = setting.events
    this.#buffer = buffer
    this.#stream = stream
    this.#bufferSize = options.bufferSize ?? null
    this.#size =
      typeof options.chunkSize === 'number'
        ? exactChunkSize(options.chunkSize)
        : new AutomaticChunkSize(this.#time, setting.workers)
    this.#signal = options.signal
    this.#onAbort = () => this.abort(this.#signal?.reason)
    this.#input = openInput(setting.items, () => this.#arrived())
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** Milliseconds per item as measured; null before anything is known. */
  get itemTime(): number | null {
    return this.#time.average
  }

  /** How many chunks a worker may hold, where its time allows. */
  get depth(): number {
    if (!this.#size.isExact) return 2
    const { least, most } = chunksAhead
    return Math.min(most, Math.max(least, Math.ceil(itemsAhead / this.#size.current)))
  }

  /** Whether a chunk may come back in parts: not where its size is the user's word. */
  get canSplitChunks(): boolean {
    return !this.#size.isExact
  }

  get isRunning(): boolean {
    return this.#state.kind === 'running'
  }

  get isAborting(): boolean {
    return this.#state.kind === 'aborting'
  }

  /** The items for one chunk, or null where none are to be had at present. */
  take(countIdleWorkers: () => number): Range | null {
    if (this.#state.kind !== 'running') return null
    const range = this.#takeReturned(countIdleWorkers) ?? this.#takeNew()
    if (range === null) {
      this.#endIfDone()
      return null
    }
    this.#inHand += range.items.length
    return range
  }

  /** Items that a worker had and did not run. */
  giveBack(range: Range): void {
    this.#inHand -= range.items.length
    if (this.#state.kind !== 'running') {
      this.#endIfDone()
      return
    }
    const place = this.#returned.findIndex((other) => other.first > range.first)
    this.#returned.splice(place === -1 ? this.#returned.length : place, 0, range)
  }

  /** Results of items that a worker had. The reader sees them after `announce`. */
  settle(segment: Segment): void {
    const count = segment.end - segment.start
    this.#inHand -= count
    if (this.#dropsResults) {
      this.#consumed += count
    } else if (this.#state.kind !== 'unread') {
      this.#buffer.add(segment)
    }
    this.#endIfDone()
  }

  /** Lets the reader see what was settled. Once for many segments, so that it reads them together. */
  announce(): void {
    this.#stream.announce()
  }

  /** An item that failed outside of its task. */
  fail(index: number, reason: Error, worker: number, startedAt: number): void {
    this.settle(failedSegment(index, reason, worker, startedAt))
    this.announce()
  }

  /** `count` items of a chunk of `size` took `elapsed` milliseconds. */
  record(count: number, elapsed: number, size: number): void {
    this.#time.record(count, elapsed)
    this.#size.record(size)
  }

  /** Issues nothing more; when what is under way has ended, the stream rejects with `reason`. */
  abort(reason: unknown): void {
    if (this.#state.kind === 'unread') this.#events.stopping(this, true)
    if (this.#state.kind !== 'running') return
    this.#state = { kind: 'aborting', reason }
    // The stream rejects with the reason of the abort, next to which trouble in clearing up is no news.
    this.#stop(true).catch(() => {})
  }

  /** While nobody has read anything, results are dropped where there is no room for them. */
  allowDropping(): void {
    this.#mayDropResults = true
    if (this.#lacksRoom) this.#events.wake()
  }

  beginReading(): void {
    this.#wasRead = true
  }

  consumed(count: number): void {
    this.#consumed += count
    if (!this.#lacksRoom || this.#room < this.#leastRoom) return
    this.#lacksRoom = false
    this.#events.wake()
  }

  async stopReading(): Promise<void> {
    if (this.#state.kind !== 'running') return
    this.#state = { kind: 'unread' }
    await this.#stop(false)
  }

  /** How many items may be pulled and not yet consumed. */
  get #window(): number {
    return this.#bufferSize ?? Math.max(smallestDefaultWindow, 4 * this.#workers * this.#size.current)
  }

  /** How many items may be taken from the input, whether it has pulled them already or not. */
  get #room(): number {
    return this.#window - (this.#issued - this.#consumed)
  }

  /** With less room than this nothing is issued, so that a slow reader does not make crumbs of chunks. */
  get #leastRoom(): number {
    const size = this.#size.next(this.#input.remaining)
    return this.#size.isExact ? size : Math.min(size, Math.ceil(this.#window / 16))
  }

  #takeReturned(countIdleWorkers: () => number): Range | null {
    const range = this.#returned.shift()
    if (range === undefined) return null
    if (this.#size.isExact) return range
    const share = Math.ceil(range.items.length / Math.max(1, countIdleWorkers()))
    if (share === range.items.length) return range
    this.#returned.unshift({ ...range, first: range.first + share, items: range.items.slice(share) })
    return { ...range, items: range.items.slice(0, share) }
  }

  #takeNew(): Range | null {
    const input = this.#input
    if (input.end !== null && input.ready === 0) return null
    if (this.#room < this.#leastRoom && !this.#makeRoom()) {
      this.#lacksRoom = true
      return null
    }
    const size = Math.min(this.#size.next(input.remaining), this.#room)
    this.#allowPulling(size)
    const first = this.#issued
    const items = input.take(this.#size.isExact ? size : 1, size)
    // The iterator is the caller's code: it may have stopped the call from within.
    if (!this.isRunning || items.length === 0) return null
    this.#issued += items.length
    this.#allowPulling(size)
    return { first, items, repeats: 0 }
  }

  #allowPulling(size: number): void {
    this.#input.allow(this.#consumed + this.#window, size * this.#workers)
  }

  #makeRoom(): boolean {
    if (!this.#mayDropResults || this.#wasRead) return false
    this.#dropsResults = true
    this.#consumed += this.#buffer.clear()
    return this.#room >= this.#leastRoom
  }

  /** The input has pulled something, or has come to its end. */
  #arrived(): void {
    if (this.#state.kind !== 'running') return
    const wanted = this.#size.next(null)
    if (this.#input.end !== null || this.#input.ready === wanted) {
      this.#events.wake()
      this.#endIfDone()
    } else if (this.#input.ready < wanted && !this.#isWakingSoon) {
      // Items that arrive in the same turn of the event loop may share a chunk.
      this.#isWakingSoon = true
      setImmediate(() => {
        this.#isWakingSoon = false
        this.#events.wake()
      })
    }
  }

  #stop(mustEnd: boolean): Promise<void> {
    Atomics.store(this.cancelled, 0, 1)
    this.#returned = []
    this.#events.stopping(this, mustEnd)
    const stopped = this.#input.stop()
    this.#endIfDone()
    return stopped
  }

  #endIfDone(): void {
    if (this.#inHand > 0 || this.#state.kind === 'ended') return
    const state = this.#state
    if (state.kind === 'running') {
      if (this.#input.end === null || this.#input.ready > 0 || this.#returned.length > 0) return
    }
    this.#state = { kind: 'ended' }
    this.#signal?.removeEventListener('abort', this.#onAbort)
    this.#finishStream(state)
    this.#events.ended(this)
  }

  #finishStream(state: Exclude<CallState, { kind: 'ended' }>): void {
    if (state.kind === 'aborting') {
      if (this.timed) this.#buffer.releaseAll()
      else this.#buffer.clearHeld()
      this.#stream.finish({ kind: 'failed', error: state.reason })
    } else if (this.#input.end?.kind === 'failed') {
      this.#stream.finish(this.#input.end)
    } else if (this.#dropsResults) {
      this.#stream.finish({ kind: 'failed', error: resultsDropped() })
    } else {
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
