import { openSync, readSync, rmSync, writeSync } from 'node:fs'
import { lastWords, orderMemory, outbox, outboxHead, poolRecord } from './board-layout.ts'
import { workerRecord, workerState } from './board-layout.ts'
import { Watch } from './watch.ts'
import { cancelledCallsShown, type WorkerBoard } from './worker-board.ts'

/** So many items at most are marked as begun at once. */
const longestSpan = 256

/** Progress is written at most this often (milliseconds). */
const progressInterval = 10

/** What was read from the pool is good for so long (milliseconds). */
const freshness = 1

/** How long to wait before looking again whether there is room in the outbox (milliseconds). */
const outboxInterval = 1

/** The worker's side of the board of a worker process. */
export class ProcessBoard implements WorkerBoard {
  readonly longestSpan = longestSpan
  readonly #file: number
  readonly #record = new Float64Array(workerRecord.length)
  readonly #recordBytes = new Uint8Array(this.#record.buffer)
  readonly #pool = new Float64Array(poolRecord.length)
  readonly #poolBytes = new Uint8Array(this.#pool.buffer)
  readonly #head = new Float64Array(1)
  readonly #headBytes = new Uint8Array(this.#head.buffer)
  readonly #waiting = new Int32Array(new SharedArrayBuffer(4))
  #lastRead = 0
  #lastProgress = 0
  #watch: Watch | null = null

  /** Opens the file that the pool has made, and takes away its name: nobody else needs it. */
  constructor(path: string) {
    this.#file = openSync(path, 'r+')
    try {
      rmSync(path, { force: true })
    } catch {
      // A system that does not let go of the name of an open file: the pool removes it in the end.
    }
    this.#forgetProgress()
  }

  /** A thread keeps watch from the first time that this is asked for. */
  get isWatched(): boolean {
    this.#watch ??= new Watch(this.#file)
    return this.#watch.isKept
  }

  note(serial: number, now: number): boolean {
    return this.#watch?.note(serial, now) ?? false
  }

  begin(first: number, last: number, startedAt: number): number {
    this.#set(workerState.running, first, last, startedAt)
    orderMemory()
    this.#readPool()
    const skipFrom = this.#pool[poolRecord.skipFrom] ?? 0
    if (skipFrom === 0 || last < skipFrom) return last
    const allowed = Math.max(first, skipFrom) - 1
    this.#set(first <= allowed ? workerState.running : workerState.idle, first, allowed, startedAt)
    return allowed
  }

  pinpoint(serial: number, startedAt: number): void {
    const { first, last } = workerRecord
    if (this.#record[first] === serial && this.#record[last] === serial) return
    this.#set(workerState.running, serial, serial, startedAt)
  }

  progress(done: number, total: number): void {
    const isFirst = Number.isNaN(this.#record[workerRecord.done])
    this.#record[workerRecord.done] = done
    this.#record[workerRecord.total] = total
    const now = performance.now()
    if (!isFirst && now - this.#lastProgress < progressInterval) return
    this.#lastProgress = now
    this.#write()
  }

  load(call: number): void {
    this.#set(workerState.loading, call, this.#record[workerRecord.last] ?? 0, 0)
  }

  rest(): void {
    this.#record[workerRecord.state] = workerState.idle
    this.#write()
    this.#watch?.rest()
  }

  get cancellations(): number {
    return this.#pool[poolRecord.cancellations] ?? 0
  }

  isCancelled(call: number): boolean {
    const from = poolRecord.firstCancelled
    return this.#pool.subarray(from, from + cancelledCallsShown).includes(call)
  }

  refresh(): void {
    if (performance.now() - this.#lastRead >= freshness) this.#readPool()
  }

  /** How many bytes the pool has read from the outbox, as of now. */
  get outboxTail(): number {
    this.#readPool()
    return this.#pool[poolRecord.outboxTail] ?? 0
  }

  /**
   * Writes bytes into the outbox, and returns how many were ever written to it. Waits where the pool has not
   * yet read what is in it; `full` is called before, with the same number as it is then.
   */
  writeOutbox(bytes: Uint8Array, full: (head: number) => void): number {
    let written = 0
    while (written < bytes.length) {
      const head = this.#head[0] ?? 0
      const room = outbox.size - (head - (this.#pool[poolRecord.outboxTail] ?? 0))
      if (room === 0) {
        this.#waitForRoom(head, full)
        continue
      }
      const position = head % outbox.size
      const length = Math.min(room, bytes.length - written, outbox.size - position)
      writeSync(this.#file, bytes, written, length, outbox.offset + position)
      written += length
      this.#head[0] = head + length
    }
    orderMemory()
    writeSync(this.#file, this.#headBytes, 0, 8, outboxHead.offset)
    orderMemory()
    return this.#head[0] ?? 0
  }

  /** Leaves what the pool is to read when this process is gone. */
  writeLastWords(words: Uint8Array): void {
    writeSync(this.#file, words, 0, words.length, lastWords.offset + 8)
    writeSync(this.#file, new Uint8Array(Float64Array.of(words.length).buffer), 0, 8, lastWords.offset)
  }

  #waitForRoom(head: number, full: (head: number) => void): void {
    if (head - this.outboxTail < outbox.size) return
    writeSync(this.#file, this.#headBytes, 0, 8, outboxHead.offset)
    full(head)
    while (head - this.outboxTail >= outbox.size) Atomics.wait(this.#waiting, 0, 0, outboxInterval)
  }

  #set(state: number, first: number, last: number, startedAt: number): void {
    const record = this.#record
    record[workerRecord.state] = state
    record[workerRecord.first] = first
    record[workerRecord.last] = last
    record[workerRecord.startedAt] = startedAt
    this.#forgetProgress()
    this.#write()
  }

  #forgetProgress(): void {
    this.#record[workerRecord.done] = Number.NaN
    this.#record[workerRecord.total] = Number.NaN
  }

  #write(): void {
    const version = (this.#record[workerRecord.version] ?? 0) + 1
    this.#record[workerRecord.version] = version
    this.#record[workerRecord.versionAgain] = version
    writeSync(this.#file, this.#recordBytes, 0, this.#recordBytes.length, workerRecord.offset)
  }

  #readPool(): void {
    readSync(this.#file, this.#poolBytes, 0, this.#poolBytes.length, poolRecord.offset)
    this.#lastRead = performance.now()
  }
}
