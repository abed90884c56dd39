import { Worker } from 'node:worker_threads'
import { watchRecord } from './board-layout.ts'
import { steadyAt } from './clock.ts'

/** How often the watch looks (milliseconds). It shows an item that it sees at two looks in a row. */
const lookInterval = 10

/** Where the memory has what: three cells of 32 bits, then numbers of 64. */
const layout = {
  isUp: 0,
  /** Stands for the item that was begun last; 0 where nothing is being done. */
  begun: 1,
  /** Stands for an item that is being shown, or was, until the worker has seen it. */
  shown: 2,
  serial: 2,
  startedAt: 3,
  bytes: 32,
} as const

/**
 * A thread beside a worker process's own. The process notes in memory which item it begins, which costs next to
 * nothing; where that goes on for long, even in an endless loop, the thread writes it on the board, where the pool
 * sees it. So quick items need not be written there one by one.
 */
export class Watch {
  readonly #cells: Int32Array
  readonly #numbers: Float64Array
  #isOver = false

  /** @param file the descriptor of the board, which all threads of a process share */
  constructor(file: number) {
    const memory = new SharedArrayBuffer(layout.bytes)
    this.#cells = new Int32Array(memory)
    this.#numbers = new Float64Array(memory)
    const setting: WatchSetting = { file, layout, offset: watchRecord.offset, interval: lookInterval }
    // Made from its text, so that it is there however the pool is bundled.
    const thread = new Worker(`(${keepWatch.toString()})(${JSON.stringify(setting)})`, {
      ...{ eval: true, workerData: memory, name: 'watch of a pool worker', execArgv: [], env: {} },
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 },
    })
    thread.unref()
    const end = (): void => {
      this.#isOver = true
    }
    // Without a watch, items are written on the board one by one.
    thread.on('error', end)
    thread.on('exit', end)
  }

  /** Whether the watch is kept: it takes a moment to come up. */
  get isKept(): boolean {
    return !this.#isOver && Atomics.load(this.#cells, layout.isUp) === 1
  }

  /**
   * An item begins, at a moment of this thread's `performance.now()`. True where an item before it was shown: then the
   * pool takes this one for not begun, and it must be marked before it may run.
   */
  note(serial: number, now: number): boolean {
    this.#numbers[layout.serial] = serial
    this.#numbers[layout.startedAt] = steadyAt(now)
    // This side writes what it begins before it looks what is shown, and the thread the other way round.
    const before = Atomics.exchange(this.#cells, layout.begun, 1 + (serial % 0x7fffffff))
    if (before === 0) Atomics.notify(this.#cells, layout.begun)
    return (
      Atomics.load(this.#cells, layout.shown) !== 0 && Atomics.exchange(this.#cells, layout.shown, 0) !== 0
    )
  }

  /** Nothing is being done. */
  rest(): void {
    Atomics.store(this.#cells, layout.begun, 0)
  }
}

interface WatchSetting {
  readonly file: number
  readonly layout: typeof layout
  /** Where the record is in the file, in bytes. */
  readonly offset: number
  readonly interval: number
}

/** What the thread does. It becomes a program of its own: nothing from around it is there. */
function keepWatch({ file, layout: at, offset, interval }: WatchSetting): void {
  const memory: unknown = process.getBuiltinModule('node:worker_threads').workerData
  const { writeSync } = process.getBuiltinModule('node:fs')
  if (!(memory instanceof SharedArrayBuffer)) throw new TypeError('The watch was given no memory.')
  const cells = new Int32Array(memory)
  const numbers = new Float64Array(memory)
  const never = new Int32Array(new SharedArrayBuffer(4))
  Atomics.store(cells, at.isUp, 1)
  let seen = 0
  let shown = 0
  for (;;) {
    Atomics.wait(cells, at.begun, 0)
    Atomics.wait(never, 0, 0, interval)
    const begun = Atomics.load(cells, at.begun)
    if (begun === 0 || begun !== seen) {
      seen = begun
      continue
    }
    if (begun === shown) continue
    const serial = numbers[at.serial] ?? 0
    const record = Float64Array.of(serial, numbers[at.startedAt] ?? 0, serial)
    Atomics.store(cells, at.shown, begun)
    if (Atomics.load(cells, at.begun) === begun) {
      writeSync(file, new Uint8Array(record.buffer), 0, record.byteLength, offset)
      shown = begun
    } else {
      Atomics.store(cells, at.shown, 0)
    }
  }
}
