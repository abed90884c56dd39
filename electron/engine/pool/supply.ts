import { AutomaticChunkSize, exactChunkSize, type ChunkSize, type ItemTime } from './chunk-size.ts'
import { openInput, type Input, type InputEnd, type InputSource } from './input.ts'
import type { CallOptions } from './options.ts'

/** Neighbouring items that are to be run: a chunk before a worker has it, or what is left of one. */
export interface Range {
  /** Place in the input of the first item. */
  readonly first: number
  readonly items: readonly unknown[]
  /** How often these items were finished by a worker that was lost before it could send the results. */
  readonly repeats: number
  /** When the items were taken from the input, by the steady clock. */
  readonly takenAt: number
}

/** What a supply asks of its call and tells it. */
export interface SupplyEvents {
  /** How many workers there are at present. */
  workers(): number
  /** There may be something to take now. */
  wake(): void
  /** Whether items may be taken now. The input is the caller's code: pulling it may stop the call. */
  isOpen(): boolean
  /** There is no room: drops results that nobody reads, where that is allowed. Returns how many. */
  dropResults(): number
  /** The moment that new ranges bear as `takenAt`. */
  now(): number
}

/** The default of `bufferSize` is never less than this. */
const smallestDefaultWindow = 256

/**
 * Chunks of automatic size that a worker may hold, where all together are expected to last no longer than one should.
 * With two, a worker that does nothing with its items is through before the next chunk arrives.
 */
const automaticChunksAhead = 4

/** Chunks of a given size are sent ahead to a worker until it has about so many items … */
const itemsAhead = 128

/** … in so many chunks at least and at most, as far as time and room allow. */
const chunksAhead = { least: 4, most: 64 }

/**
 * Where the chunks of a call come from: what workers gave back, then the input, of which no more is taken
 * than there is room for.
 */
export class Supply {
  readonly #events: SupplyEvents
  readonly #input: Input
  readonly #size: ChunkSize
  readonly #bufferSize: number | null
  /** Ranges that came back from workers and go out again before anything new, in the input's order. */
  #returned: Range[] = []
  /** Items taken from the input so far. */
  #issued = 0
  /** Results that have left the buffer. */
  #consumed = 0
  /** Set when work could not be issued for lack of room. */
  #lacksRoom = false
  #isWakingSoon = false

  constructor(items: InputSource, options: CallOptions, time: ItemTime, events: SupplyEvents) {
    this.#events = events
    this.#bufferSize = options.bufferSize ?? null
    this.#size =
      typeof options.chunkSize === 'number'
        ? exactChunkSize(options.chunkSize)
        : new AutomaticChunkSize(time, () => events.workers())
    this.#input = openInput(items, () => this.#arrived())
  }

  /** How many items were pulled from the input so far. */
  get pulled(): number {
    return this.#input.pulled
  }

  /** How many chunks a worker may hold, where its time allows. */
  get depth(): number {
    if (!this.#size.isExact) return automaticChunksAhead
    const { least, most } = chunksAhead
    return Math.min(most, Math.max(least, Math.ceil(itemsAhead / this.#size.current)))
  }

  /** Whether a chunk has the size that the caller named. */
  get isExact(): boolean {
    return this.#size.isExact
  }

  /** Whether nothing will ever be taken again. */
  get isExhausted(): boolean {
    return this.#input.end !== null && this.#input.ready === 0 && this.#returned.length === 0
  }

  /** How the input ended; null while it goes on. */
  get inputEnd(): InputEnd | null {
    return this.#input.end
  }

  /** Whether there would be something to take for a further worker, as far as can be told without pulling. */
  get hasMore(): boolean {
    if (this.#returned.length > 0) return true
    return this.#input.isPromising && this.#room >= this.#leastRoom
  }

  /** The items for one chunk, or null where none are to be had at present. */
  take(countIdleWorkers: () => number): Range | null {
    return this.#takeReturned(countIdleWorkers) ?? this.#takeNew()
  }

  /** Items that were taken and not run. */
  giveBack(range: Range): void {
    const place = this.#returned.findIndex((other) => other.first > range.first)
    this.#returned.splice(place === -1 ? this.#returned.length : place, 0, range)
  }

  /** Takes out one item that no worker has; false where it is not among those. */
  remove(index: number): boolean {
    if (index >= this.#issued && this.#input.ready > 0) this.#takeAllReady()
    const place = this.#returned.findIndex(
      ({ first, items }) => index >= first && index < first + items.length,
    )
    const range = this.#returned[place]
    if (range === undefined) return false
    const at = index - range.first
    const before = { ...range, items: range.items.slice(0, at) }
    const after = { ...range, first: index + 1, items: range.items.slice(at + 1) }
    this.#returned.splice(place, 1, ...[before, after].filter((part) => part.items.length > 0))
    return true
  }

  /** Items of a chunk of `size` have come back. */
  recordSize(size: number): void {
    this.#size.record(size)
  }

  /** So many results need no room any more. */
  consume(count: number): void {
    this.#consumed += count
    if (!this.#lacksRoom || this.#room < this.#leastRoom) return
    this.#lacksRoom = false
    this.#events.wake()
  }

  /** Tries again what failed for lack of room. */
  retry(): void {
    if (this.#lacksRoom) this.#events.wake()
  }

  /** Gives nothing more, and tells the input so. Rejects with what its `return()` throws. */
  stop(): Promise<void> {
    this.#returned = []
    return this.#input.stop()
  }

  /** How many items may be pulled and not yet consumed. */
  get #window(): number {
    return (
      this.#bufferSize ?? Math.max(smallestDefaultWindow, 4 * this.#events.workers() * this.#size.current)
    )
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
    if (!this.#events.isOpen() || items.length === 0) return null
    this.#issued += items.length
    this.#allowPulling(size)
    return { first, items, repeats: 0, takenAt: this.#events.now() }
  }

  #takeAllReady(): void {
    const items = this.#input.take(1, this.#input.ready)
    this.#returned.push({ first: this.#issued, items, repeats: 0, takenAt: this.#events.now() })
    this.#issued += items.length
  }

  #allowPulling(size: number): void {
    this.#input.allow(this.#consumed + this.#window, size * this.#events.workers())
  }

  #makeRoom(): boolean {
    this.#consumed += this.#events.dropResults()
    return this.#room >= this.#leastRoom
  }

  /** The input has pulled something, or has come to its end. */
  #arrived(): void {
    if (!this.#events.isOpen()) return
    const wanted = this.#size.next(null)
    if (this.#input.end !== null || this.#input.ready === wanted) {
      this.#events.wake()
    } else if (this.#input.ready < wanted && !this.#isWakingSoon) {
      // Items that arrive in the same turn of the event loop may share a chunk.
      this.#isWakingSoon = true
      setImmediate(() => {
        this.#isWakingSoon = false
        this.#events.wake()
      })
    }
  }
}
