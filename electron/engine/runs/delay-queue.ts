import { setTimer, type TimerHandle } from './timer.ts'

interface Delayed<Item> {
  readonly dueAt: number
  readonly item: Item
}

/** Holds items until their time has come. One timer, whatever their number; it keeps no process alive. */
export class DelayQueue<Item> {
  readonly #onDue: (items: Item[]) => void
  /** A heap: no entry is due before the one at half its place. */
  #heap: Delayed<Item>[] = []
  #timer: TimerHandle | null = null
  #timerDueAt = Number.POSITIVE_INFINITY

  /** @param onDue is handed all items whose time has come, the longest due first */
  constructor(onDue: (items: Item[]) => void) {
    this.#onDue = onDue
  }

  get size(): number {
    return this.#heap.length
  }

  /** @param delay milliseconds from now */
  add(item: Item, delay: number): void {
    const dueAt = performance.now() + delay
    this.#heap.push({ dueAt, item })
    this.#rise(this.#heap.length - 1)
    this.#arm()
  }

  /** Takes out those that `which` names. */
  remove(which: (item: Item) => boolean): Item[] {
    const removed = new Set(this.#heap.filter(({ item }) => which(item)))
    if (removed.size === 0) return []
    const kept = this.#heap.filter((delayed) => !removed.has(delayed))
    // An array in ascending order is a heap.
    this.#heap = kept.toSorted((first, second) => first.dueAt - second.dueAt)
    this.#arm()
    return [...removed].map(({ item }) => item)
  }

  /** Takes everything out. */
  clear(): Item[] {
    return this.remove(() => true)
  }

  #arm(): void {
    const first = this.#heap[0]
    const dueAt = first === undefined ? Number.POSITIVE_INFINITY : first.dueAt
    if (dueAt === this.#timerDueAt) return
    this.#timer?.cancel()
    this.#timerDueAt = dueAt
    this.#timer = first === undefined ? null : setTimer(() => this.#deliver(), dueAt - performance.now())
  }

  #deliver(): void {
    this.#timer = null
    this.#timerDueAt = Number.POSITIVE_INFINITY
    const now = performance.now()
    const due: Item[] = []
    for (let first = this.#heap[0]; first !== undefined && first.dueAt <= now; first = this.#heap[0]) {
      due.push(first.item)
      this.#removeFirst()
    }
    this.#arm()
    if (due.length > 0) this.#onDue(due)
  }

  #removeFirst(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#sink(0)
  }

  #rise(from: number): void {
    let place = from
    while (place > 0) {
      const parent = (place - 1) >>> 1
      if (!this.#swapIfLater(parent, place)) return
      place = parent
    }
  }

  #sink(from: number): void {
    let place = from
    for (;;) {
      const left = 2 * place + 1
      const right = left + 1
      const earlier = this.#dueAt(right) < this.#dueAt(left) ? right : left
      if (!this.#swapIfLater(place, earlier)) return
      place = earlier
    }
  }

  #dueAt(place: number): number {
    return this.#heap[place]?.dueAt ?? Number.POSITIVE_INFINITY
  }

  /** Exchanges the two where the first is due later than the second. */
  #swapIfLater(first: number, second: number): boolean {
    const one = this.#heap[first]
    const other = this.#heap[second]
    if (one === undefined || other === undefined || one.dueAt <= other.dueAt) return false
    this.#heap[first] = other
    this.#heap[second] = one
    return true
  }
}
