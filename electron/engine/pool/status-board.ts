/** Serials are at most this, so that they fit a 32-bit cell with room to spare. */
export const highestSerial = 2 ** 30

const boardBytes = 64

// 32-bit cells.
const stateCell = 0
const startedCell = 1
const skipFromCell = 2
const loadingCell = 3
// 64-bit cells; the first two of them are taken by the cells above.
const startedAtCell = 2
const doneCell = 3
const totalCell = 4

const idle = 0
const running = 1
const loading = 2

/** What a worker does at the moment. */
export type WorkerStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'loading'; readonly call: number }
  | {
      readonly state: 'running'
      readonly serial: number
      /** Milliseconds since 1970. */
      readonly startedAt: number
      readonly done: number | null
      readonly total: number | null
    }

/**
 * A few cells of shared memory between a worker and its pool. Items that are sent to a worker are numbered
 * in one sequence, their serials. The worker writes which serial it has begun, which costs nanoseconds and
 * can still be read when it has died; the pool writes from which serial on it wants the items back.
 *
 * Both sides write their own cell before they read the other's, so an item that the pool sees as not
 * begun after it asked for it back will not be begun.
 */
export class StatusBoard {
  readonly memory: SharedArrayBuffer
  readonly #cells: Int32Array
  readonly #numbers: Float64Array
  #progressIsShown = false

  /** Makes a new board, or looks at one through the memory that it was made with. */
  constructor(memory?: SharedArrayBuffer) {
    this.memory = memory ?? new SharedArrayBuffer(boardBytes)
    this.#cells = new Int32Array(this.memory)
    this.#numbers = new Float64Array(this.memory)
    if (memory === undefined) this.#numbers.fill(Number.NaN, doneCell, totalCell + 1)
  }

  /** Worker: an item is about to begin. False means that the pool has taken it back. */
  begin(serial: number, startedAt: number): boolean {
    Atomics.store(this.#cells, startedCell, serial)
    const skipFrom = Atomics.load(this.#cells, skipFromCell)
    if (skipFrom !== 0 && serial >= skipFrom) {
      this.#cells[stateCell] = idle
      return false
    }
    this.#numbers[startedAtCell] = startedAt
    if (this.#progressIsShown) {
      this.#numbers[totalCell] = Number.NaN
      this.#numbers[doneCell] = Number.NaN
      this.#progressIsShown = false
    }
    this.#cells[stateCell] = running
    return true
  }

  /** Worker: how far the item is. */
  progress(done: number, total: number): void {
    this.#numbers[totalCell] = total
    this.#numbers[doneCell] = done
    this.#progressIsShown = true
  }

  /** Worker: the task of a call is being resolved. */
  load(call: number): void {
    this.#cells[loadingCell] = call
    this.#cells[stateCell] = loading
  }

  /** Worker: nothing is being done. */
  rest(): void {
    this.#cells[stateCell] = idle
  }

  /** Pool: what the worker does, or did when it died. */
  read(): WorkerStatus {
    switch (this.#cells[stateCell] ?? idle) {
      case running:
        return {
          state: 'running',
          serial: Atomics.load(this.#cells, startedCell),
          startedAt: this.#numbers[startedAtCell] ?? 0,
          done: knownNumber(this.#numbers[doneCell]),
          total: knownNumber(this.#numbers[totalCell]),
        }
      case loading:
        return { state: 'loading', call: this.#cells[loadingCell] ?? 0 }
      default:
        return { state: 'idle' }
    }
  }

  /** Pool: the serial of the item that was begun last; 0 before the first. */
  get lastBegun(): number {
    return Atomics.load(this.#cells, startedCell)
  }

  /**
   * Pool: takes back every item from `serial` on that has not begun. Returns the first serial that will
   * certainly not be run; whether one between that and `serial` was run, the worker's report tells.
   */
  takeBack(serial: number): number {
    Atomics.store(this.#cells, skipFromCell, serial)
    return Math.max(serial, this.lastBegun + 1)
  }

  /** Pool: new items may be sent again. Only while the worker holds none. */
  stopTakingBack(): void {
    Atomics.store(this.#cells, skipFromCell, 0)
  }

  /** Pool: serials start again at 1. Only while the worker holds none. */
  restartSerials(): void {
    Atomics.store(this.#cells, startedCell, 0)
  }
}

function knownNumber(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
