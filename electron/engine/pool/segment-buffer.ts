import { SegmentReader, type Segment } from './segment.ts'

/** What holds back finished results in a call that keeps the input's order. */
export interface Waiting {
  /** Place in the input of the item that all wait for. */
  readonly index: number
  /** How many finished results wait behind it. */
  readonly held: number
}

/** Finished results on their way to the reader. */
export class SegmentBuffer {
  /** Segments that can be read. Those before `#head` are read already, and are let go now and then. */
  #ready: SegmentReader[] = []
  #head = 0
  /** Segments whose turn has not come, by the place of their first item; null where order does not matter. */
  readonly #held: Map<number, Segment> | null
  #heldCount = 0
  /** Place in the input of the next result to become ready. */
  #next = 0

  constructor(order: 'input' | 'completion') {
    this.#held = order === 'input' ? new Map() : null
  }

  get waiting(): Waiting | null {
    return this.#heldCount === 0 ? null : { index: this.#next, held: this.#heldCount }
  }

  /** The segment to read from, or undefined where nothing is ready. */
  get current(): SegmentReader | undefined {
    return this.#ready[this.#head]
  }

  add(segment: Segment): void {
    if (this.#held === null) {
      this.#ready.push(new SegmentReader(segment))
      return
    }
    if (segment.first !== this.#next) {
      this.#held.set(segment.first, segment)
      this.#heldCount += segment.end - segment.start
      return
    }
    this.#release(segment)
    for (let next = this.#held.get(this.#next); next !== undefined; next = this.#held.get(this.#next)) {
      this.#held.delete(next.first)
      this.#heldCount -= next.end - next.start
      this.#release(next)
    }
  }

  /** Call after reading: goes on to the next segment where the current one is read to its end. */
  advance(): void {
    const current = this.#ready[this.#head]
    if (current === undefined || current.remaining > 0) return
    this.#head += 1
    if (this.#head === this.#ready.length) {
      this.#ready = []
      this.#head = 0
    } else if (this.#head > 64 && this.#head * 2 > this.#ready.length) {
      this.#ready = this.#ready.slice(this.#head)
      this.#head = 0
    }
  }

  /** Makes everything that is finished ready, in the order of the input, and skips what is missing. */
  releaseAll(): void {
    if (this.#held === null) return
    const segments = [...this.#held.values()].sort((a, b) => a.first - b.first)
    this.#held.clear()
    this.#heldCount = 0
    for (const segment of segments) this.#release(segment)
  }

  /** Forgets everything. Returns how many results that were. */
  clear(): number {
    let count = this.#heldCount
    for (const reader of this.#ready.slice(this.#head)) count += reader.remaining
    this.#ready = []
    this.#head = 0
    this.#held?.clear()
    this.#heldCount = 0
    return count
  }

  /** Forgets what waits for its turn. */
  clearHeld(): void {
    this.#held?.clear()
    this.#heldCount = 0
  }

  #release(segment: Segment): void {
    this.#ready.push(new SegmentReader(segment))
    this.#next = segment.first + segment.end - segment.start
  }
}
