/** How an input stands: it may go on, it is at its end, or its iterator threw. */
export type InputEnd = { readonly kind: 'complete' } | { readonly kind: 'failed'; readonly error: unknown }

/** The items of a call, pulled only as the call asks for them. */
export interface Input {
  /** How many items have been pulled from the iterator so far. */
  readonly pulled: number
  /** How many pulled items have not been taken yet. */
  readonly ready: number
  /** Set when nothing more will be pulled. Items that are ready can still be taken. */
  readonly end: InputEnd | null
  /** Whether it would be worth while to ask for items now, as far as can be told without pulling. */
  readonly isPromising: boolean
  /** How many items are left to be taken, where that is known. */
  readonly remaining: number | null
  /**
   * Takes up to `most` items, or none if fewer than `least` can be had at present. Fewer than `least` are
   * given only at the end.
   */
  take(least: number, most: number): readonly unknown[]
  /** Allows to pull ahead of being taken: up to `pulled` in all, and up to `ready` untaken. */
  allow(pulled: number, ready: number): void
  /** Pulls no more, and tells the iterator so by its `return()`. Rejects with what that throws. */
  stop(): Promise<void>
}

/** Where the items of a call come from: a whole collection, something that makes them one by one, or a queue. */
export type InputSource = Iterable<unknown> | AsyncIterable<unknown> | ItemQueue

/** Makes the input of a call. `arrived` is called when an item or the end has come by itself. */
export function openInput(items: InputSource, arrived: () => void): Input {
  if (items instanceof ItemQueue) {
    items.arrived = arrived
    return items
  }
  if (isPlainArray(items)) return new ArrayInput(items)
  if (Symbol.asyncIterator in items) return new AsyncInput(items[Symbol.asyncIterator](), arrived)
  return new SyncInput(items[Symbol.iterator]())
}

function isPlainArray(items: unknown): items is readonly unknown[] {
  return Array.isArray(items) && items[Symbol.iterator] === Array.prototype[Symbol.iterator]
}

/** An array needs no iterator: a slice of it is a chunk. */
class ArrayInput implements Input {
  readonly #items: readonly unknown[]
  #isStopped = false
  pulled = 0
  readonly ready = 0

  constructor(items: readonly unknown[]) {
    this.#items = items
  }

  get end(): InputEnd | null {
    return this.#isStopped || this.pulled >= this.#items.length ? { kind: 'complete' } : null
  }

  get isPromising(): boolean {
    return this.end === null
  }

  get remaining(): number {
    return this.#isStopped ? 0 : Math.max(0, this.#items.length - this.pulled)
  }

  take(_least: number, most: number): readonly unknown[] {
    if (this.#isStopped) return []
    const taken = this.#items.slice(this.pulled, this.pulled + most)
    this.pulled += taken.length
    return taken
  }

  allow(): void {}

  async stop(): Promise<void> {
    this.#isStopped = true
  }
}

/** Items that are put in from outside, as they come. */
export class ItemQueue implements Input {
  #items: unknown[] = []
  #head = 0
  /** Called when an item or the end has come. */
  arrived: () => void = () => {}
  end: InputEnd | null = null
  pulled = 0
  readonly remaining = null

  get ready(): number {
    return this.#items.length - this.#head
  }

  get isPromising(): boolean {
    return this.ready > 0
  }

  put(item: unknown): void {
    if (this.end !== null) return
    this.pulled += 1
    this.#items.push(item)
    this.arrived()
  }

  /** No more items will come. */
  close(): void {
    this.end ??= { kind: 'complete' }
    this.arrived()
  }

  take(_least: number, most: number): readonly unknown[] {
    const taken = this.#items.slice(this.#head, this.#head + most)
    this.#head += taken.length
    if (this.ready === 0 || this.#head > 2048) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return taken
  }

  allow(): void {}

  async stop(): Promise<void> {
    this.end ??= { kind: 'complete' }
    this.#items = []
    this.#head = 0
  }
}

/** A synchronous iterator, pulled at the moment at which its items are sent to a worker. */
class SyncInput implements Input {
  readonly #iterator: Iterator<unknown>
  end: InputEnd | null = null
  pulled = 0
  readonly ready = 0
  readonly remaining = null

  constructor(iterator: Iterator<unknown>) {
    this.#iterator = iterator
  }

  get isPromising(): boolean {
    return this.end === null
  }

  take(_least: number, most: number): readonly unknown[] {
    const taken: unknown[] = []
    while (taken.length < most && this.end === null) {
      try {
        const next = this.#iterator.next()
        if (next.done === true) {
          this.end = { kind: 'complete' }
        } else {
          this.pulled += 1
          taken.push(next.value)
        }
      } catch (error) {
        this.end = { kind: 'failed', error }
      }
    }
    return taken
  }

  allow(): void {}

  async stop(): Promise<void> {
    if (this.end !== null) return
    this.end = { kind: 'complete' }
    this.#iterator.return?.()
  }
}

/** An asynchronous iterator, pulled a little ahead of the workers, one item at a time. */
class AsyncInput implements Input {
  readonly #iterator: AsyncIterator<unknown>
  readonly #arrived: () => void
  #ready: unknown[] = []
  #head = 0
  #mostPulled = 0
  #mostReady = 0
  #isPulling = false
  #isStopped = false
  end: InputEnd | null = null
  pulled = 0
  readonly remaining = null

  constructor(iterator: AsyncIterator<unknown>, arrived: () => void) {
    this.#iterator = iterator
    this.#arrived = arrived
  }

  get ready(): number {
    return this.#ready.length - this.#head
  }

  get isPromising(): boolean {
    return this.ready > 0
  }

  take(least: number, most: number): readonly unknown[] {
    if (this.ready < least && this.end === null) return []
    const from = this.#head
    const to = Math.min(this.#ready.length, from + most)
    const taken = this.#ready.slice(from, to)
    this.#head = to
    if (to === this.#ready.length || to > 2048) {
      this.#ready = this.#ready.slice(to)
      this.#head = 0
    }
    return taken
  }

  allow(pulled: number, ready: number): void {
    this.#mostPulled = pulled
    this.#mostReady = ready
    this.#pull()
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return
    this.#isStopped = true
    this.#ready = []
    this.#head = 0
    if (this.end !== null) return
    this.end = { kind: 'complete' }
    await this.#iterator.return?.()
  }

  #pull(): void {
    if (this.#isPulling || this.end !== null) return
    if (this.pulled >= this.#mostPulled || this.ready >= this.#mostReady) return
    this.#isPulling = true
    this.#next().then(
      (next) => {
        this.#isPulling = false
        if (this.#isStopped) return
        if (next.done === true) {
          this.end = { kind: 'complete' }
        } else {
          this.pulled += 1
          this.#ready.push(next.value)
        }
        this.#pull()
        this.#arrived()
      },
      (error: unknown) => {
        this.#isPulling = false
        if (this.#isStopped) return
        this.end = { kind: 'failed', error }
        this.#arrived()
      },
    )
  }

  async #next(): Promise<IteratorResult<unknown>> {
    return this.#iterator.next()
  }
}
