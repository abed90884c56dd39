import type { Reading } from './reading.ts'
import type { SegmentReader } from './segment.ts'
import type { SegmentBuffer, Waiting } from './segment-buffer.ts'

/** No batch has more results than this. */
export const largestBatch = 1024

/**
 * The results of a call. Reading it makes room for more work; nobody need read it for the work to start.
 * A stream that is no longer wanted is ended with `return()`, which leaving a `for await` loop does.
 */
export interface ResultStream<T> extends AsyncIterableIterator<T, undefined>, AsyncDisposable {
  next(): Promise<IteratorResult<T, undefined>>
  /** Stops the call: items that have not begun are dropped, the input's `return()` is awaited. */
  return(): Promise<IteratorResult<T, undefined>>
  throw(error?: unknown): Promise<IteratorResult<T, undefined>>
  /**
   * Waits until there is at least one result and returns those that are ready, at most 1024; null at the
   * end. Several times faster than single results where the items are small. In a stream that is not
   * settled, it rejects at the place of an item that failed, and can be called again for what follows.
   */
  nextBatch(): Promise<T[] | null>
  /** In the order of the input: which item holds up how many finished results; null where none does. */
  readonly waiting: Waiting | null
  /**
   * Lets nothing new begin; what workers have not begun is taken back. Items that run go on, and their
   * results come. Nothing where the call is paused already, or over.
   */
  pause(): void
  /** Goes on after `pause()`. */
  resume(): void
  /**
   * Lets nothing new be pulled or begun, for good. What runs goes on; when it has ended, the stream gives
   * what is finished, in the order of the input without the gaps where that order is kept, and is done.
   * The input's `return()` is called.
   */
  drain(): void
  /**
   * Ends one item, named by its place in the input: it fails with `reason`, by default an ItemEndedError.
   * If it runs, its worker is ended and replaced. If it has not begun, it never will. False where it is not
   * under way: not yet pulled, or ended already. Should it end by itself at the same moment, its own
   * result stands.
   */
  endItem(index: number, reason?: Error): boolean
}

/** What a stream needs of its call. */
export interface StreamSource {
  /** The first read; results will not be dropped from now on. */
  beginReading(): void
  /** So many results left the buffer. */
  consumed(count: number): void
  stopReading(): Promise<void>
  pause(): void
  resume(): void
  drain(): void
  endItem(index: number, reason?: Error): boolean
}

type StreamEnd = { readonly kind: 'complete' } | { readonly kind: 'failed'; readonly error: unknown }

/** A read that nothing could answer yet. */
interface Waiter {
  /** Answers if it can. */
  answer(): boolean
}

export class CallStream<T> implements ResultStream<T> {
  readonly #buffer: SegmentBuffer
  readonly #reading: Reading<T>
  readonly #source: StreamSource
  #waiters: Waiter[] = []
  #end: StreamEnd | null = null

  constructor(buffer: SegmentBuffer, reading: Reading<T>, source: StreamSource) {
    this.#buffer = buffer
    this.#reading = reading
    this.#source = source
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  get waiting(): Waiting | null {
    return this.#buffer.waiting
  }

  next(): Promise<IteratorResult<T, undefined>> {
    this.#source.beginReading()
    return (this.#waiters.length === 0 ? this.#tryNext() : null) ?? this.#wait(() => this.#tryNext())
  }

  nextBatch(): Promise<T[] | null> {
    this.#source.beginReading()
    return (
      (this.#waiters.length === 0 ? this.#tryNextBatch() : null) ?? this.#wait(() => this.#tryNextBatch())
    )
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#end = { kind: 'complete' }
    this.#buffer.clear()
    const stopped = this.#source.stopReading()
    this.announce()
    await stopped
    return { done: true, value: undefined }
  }

  async throw(error?: unknown): Promise<IteratorResult<T, undefined>> {
    await this.return()
    throw error
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  pause(): void {
    this.#source.pause()
  }

  resume(): void {
    this.#source.resume()
  }

  drain(): void {
    this.#source.drain()
  }

  endItem(index: number, reason?: Error): boolean {
    return this.#source.endItem(index, reason)
  }

  /** The call: no more results will come. Those in the buffer are still to be read. */
  finish(end: StreamEnd): void {
    this.#end ??= end
    this.announce()
  }

  /** The call: there are results in the buffer, or there is the end. */
  announce(): void {
    let answered = 0
    for (const waiter of this.#waiters) {
      if (!waiter.answer()) break
      answered += 1
    }
    if (answered > 0) this.#waiters = this.#waiters.slice(answered)
  }

  #tryNext(): Promise<IteratorResult<T, undefined>> | null {
    const reader = this.#buffer.current
    if (reader === undefined) return this.#tryEnd({ done: true, value: undefined })
    const failure = this.#takeFailure(reader)
    if (failure !== null) return failure
    const value = this.#reading.takeOne(reader)
    this.#buffer.advance()
    this.#source.consumed(1)
    return Promise.resolve({ done: false, value })
  }

  #tryNextBatch(): Promise<T[] | null> | null {
    let reader = this.#buffer.current
    if (reader === undefined) return this.#tryEnd(null)
    const failure = this.#takeFailure(reader)
    if (failure !== null) return failure
    const batch = this.#reading.takeMany(reader, largestBatch)
    this.#buffer.advance()
    reader = this.#buffer.current
    while (reader !== undefined && batch.length < largestBatch && !this.#standsAtFailure(reader)) {
      this.#reading.addMany(reader, batch, largestBatch)
      this.#buffer.advance()
      reader = this.#buffer.current
    }
    this.#source.consumed(batch.length)
    return Promise.resolve(batch)
  }

  #standsAtFailure(reader: SegmentReader): boolean {
    return !this.#reading.settlesFailures && reader.failure !== undefined
  }

  #takeFailure(reader: SegmentReader): Promise<never> | null {
    if (this.#reading.settlesFailures) return null
    const failure = reader.failure
    if (failure === undefined) return null
    reader.skip()
    this.#buffer.advance()
    this.#source.consumed(1)
    return Promise.reject(failure)
  }

  #tryEnd<Answer>(answer: Answer): Promise<Answer> | null {
    const end = this.#end
    if (end === null) return null
    this.#end = { kind: 'complete' }
    return end.kind === 'complete' ? Promise.resolve(answer) : rejected(end.error)
  }

  #wait<Answer>(take: () => Promise<Answer> | null): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    this.#waiters.push({
      answer: () => {
        const answer = take()
        if (answer === null) return false
        resolve(answer)
        return true
      },
    })
    return promise
  }
}

/** An abort's reason, or what an input throws, need not be an error. */
async function rejected(error: unknown): Promise<never> {
  throw error
}
