import { steadyNow } from './clock.ts'
import { cancelledCallsShown, highestSerial } from './worker-board.ts'
import type { PoolBoard, WorkerBoard, WorkerStatus } from './worker-board.ts'

// 32-bit cells.
const stateCell = 0
const startedCell = 1
const skipFromCell = 2
const loadingCell = 3
// 64-bit cells; the first two of them are taken by the cells above.
const startedAtCell = 2
const doneCell = 3
const totalCell = 4
// 32-bit cells again.
const cancellationsCell = 10
const reportsTakenCell = 11
const firstCancelledCell = 12

const boardBytes = 4 * (firstCancelledCell + cancelledCallsShown)

const idle = 0
const running = 1
const loading = 2

/** The board of a worker thread: a few cells of shared memory, which cost nanoseconds. */
export class StatusBoard implements WorkerBoard, PoolBoard {
  readonly memory: SharedArrayBuffer
  readonly longestSpan = 1
  readonly highestSerial = highestSerial
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

  begin(first: number, _last: number, startedAt: number): number {
    // So that nobody takes the start of the item before for the start of this one.
    this.#numbers[startedAtCell] = Number.NaN
    Atomics.store(this.#cells, startedCell, first)
    const skipFrom = Atomics.load(this.#cells, skipFromCell)
    if (skipFrom !== 0 && first >= skipFrom) {
      this.#cells[stateCell] = idle
      return first - 1
    }
    this.#numbers[startedAtCell] = startedAt
    if (this.#progressIsShown) {
      this.#numbers[totalCell] = Number.NaN
      this.#numbers[doneCell] = Number.NaN
      this.#progressIsShown = false
    }
    this.#cells[stateCell] = running
    return first
  }

  /** Each item is marked on its own anyway. */
  pinpoint(): void {}

  readonly isWatched = false

  note(): boolean {
    return false
  }

  progress(done: number, total: number): void {
    this.#numbers[totalCell] = total
    this.#numbers[doneCell] = done
    this.#progressIsShown = true
  }

  load(call: number): void {
    this.#cells[loadingCell] = call
    this.#cells[stateCell] = loading
  }

  rest(): void {
    this.#cells[stateCell] = idle
  }

  get cancellations(): number {
    return Atomics.load(this.#cells, cancellationsCell)
  }

  isCancelled(call: number): boolean {
    return this.#cells.subarray(firstCancelledCell).includes(call)
  }

  /** The board is seen as it is at any time. */
  refresh(): void {}

  get status(): WorkerStatus {
    switch (this.#cells[stateCell] ?? idle) {
      case running: {
        const serial = Atomics.load(this.#cells, startedCell)
        return {
          state: 'running',
          serial,
          lastSerial: serial,
          startedAt: knownNumber(this.#numbers[startedAtCell]) ?? steadyNow(),
          done: knownNumber(this.#numbers[doneCell]),
          total: knownNumber(this.#numbers[totalCell]),
        }
      }
      case loading:
        return { state: 'loading', call: this.#cells[loadingCell] ?? 0 }
      default:
        return { state: 'idle' }
    }
  }

  get lastBegun(): number {
    return Atomics.load(this.#cells, startedCell)
  }

  takeBack(serial: number): number {
    Atomics.store(this.#cells, skipFromCell, serial)
    return Math.max(serial, this.lastBegun + 1)
  }

  stopTakingBack(): void {
    Atomics.store(this.#cells, skipFromCell, 0)
  }

  restartSerials(): void {
    Atomics.store(this.#cells, startedCell, 0)
  }

  cancel(call: number): void {
    const count = Atomics.load(this.#cells, cancellationsCell)
    Atomics.store(this.#cells, firstCancelledCell + (count % cancelledCallsShown), call)
    Atomics.store(this.#cells, cancellationsCell, (count + 1) & 0x7fffffff)
  }

  /** Pool: a report was handed on, so that the worker may send another. */
  takeReport(): void {
    Atomics.add(this.#cells, reportsTakenCell, 1)
    Atomics.notify(this.#cells, reportsTakenCell)
  }

  /** Worker: waits until no more than `most` of the `sent` reports have yet to be handed on. */
  awaitReportsTaken(sent: number, most: number): void {
    for (;;) {
      const taken = Atomics.load(this.#cells, reportsTakenCell)
      // The difference of two counts that run over at 2^32.
      if (((sent - taken) | 0) <= most) return
      Atomics.wait(this.#cells, reportsTakenCell, taken)
    }
  }
}

/** What a board holds where progress may be: not a number before there is any. */
export function knownNumber(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
