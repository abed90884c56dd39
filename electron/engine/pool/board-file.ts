import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lastWords, orderMemory, outbox, outboxHead, poolRecord } from './board-layout.ts'
import { watchRecord, workerRecord, workerState } from './board-layout.ts'
import { cancelledCallsShown, type PoolBoard, type WorkerStatus } from './worker-board.ts'
import { knownNumber } from './status-board.ts'

/**
 * The pool's side of the board of a worker process. Processes share no memory, so the board is a file that
 * both have open; nothing of it is ever forced to the disk.
 */
export class BoardFile implements PoolBoard {
  readonly path: string
  /** Numbers in the file have 64 bits, so serials never run out. */
  readonly highestSerial = Number.MAX_SAFE_INTEGER
  readonly #file: number
  readonly #record = new Float64Array(workerRecord.length)
  readonly #recordBytes = new Uint8Array(this.#record.buffer)
  readonly #watch = new Float64Array(watchRecord.length)
  readonly #watchBytes = new Uint8Array(this.#watch.buffer)
  readonly #number = new Float64Array(1)
  readonly #numberBytes = new Uint8Array(this.#number.buffer)
  #cancellations = 0
  #isClosed = false

  /** Throws where no file can be made. */
  constructor() {
    const { path, file } = createFile()
    this.path = path
    this.#file = file
    writeSync(file, new Uint8Array(outbox.offset), 0, outbox.offset, 0)
  }

  get status(): WorkerStatus {
    const record = this.#read()
    const at = workerRecord
    switch (record[at.state] ?? workerState.idle) {
      case workerState.running:
        return {
          state: 'running',
          ...(this.#shownItem ?? {
            serial: record[at.first] ?? 0,
            lastSerial: record[at.last] ?? 0,
            startedAt: record[at.startedAt] ?? 0,
          }),
          done: knownNumber(record[at.done]),
          total: knownNumber(record[at.total]),
        }
      case workerState.loading:
        return { state: 'loading', call: record[at.first] ?? 0 }
      default:
        return { state: 'idle' }
    }
  }

  get lastBegun(): number {
    const last = this.#read()[workerRecord.last] ?? 0
    return this.#shownItem?.lastSerial ?? last
  }

  takeBack(serial: number): number {
    this.#write(poolRecord.skipFrom, serial)
    orderMemory()
    return Math.max(serial, this.lastBegun + 1)
  }

  stopTakingBack(): void {
    this.#write(poolRecord.skipFrom, 0)
  }

  /** Never necessary, because serials never run out. */
  restartSerials(): void {}

  cancel(call: number): void {
    this.#write(poolRecord.firstCancelled + (this.#cancellations % cancelledCallsShown), call)
    this.#cancellations += 1
    this.#write(poolRecord.cancellations, this.#cancellations)
  }

  /** How many bytes the worker has written into its outbox. */
  get outboxHead(): number {
    if (this.#isClosed) return 0
    readSync(this.#file, this.#numberBytes, 0, 8, outboxHead.offset)
    return this.#number[0] ?? 0
  }

  /** Reads a piece of the outbox: bytes that the worker has written and that do not reach over its end. */
  readOutbox(into: Uint8Array, position: number, length: number): void {
    readSync(this.#file, into, 0, length, outbox.offset + position)
  }

  /** Makes room in the outbox: so many bytes have been read from it in all. */
  writeOutboxTail(tail: number): void {
    this.#write(poolRecord.outboxTail, tail)
    orderMemory()
  }

  /** What the worker said at its very end; null where it said nothing. Only when it has ended. */
  readLastWords(): Uint8Array | null {
    if (this.#isClosed) return null
    // Nothing is there to be read in a file whose end was never written.
    const isThere = readSync(this.#file, this.#numberBytes, 0, 8, lastWords.offset) === 8
    const length = isThere ? (this.#number[0] ?? 0) : 0
    if (length === 0) return null
    const words = new Uint8Array(length)
    readSync(this.#file, words, 0, length, lastWords.offset + 8)
    return words
  }

  /** Lets go of the file. What the worker did last can still be asked for. */
  close(): void {
    if (this.#isClosed) return
    this.#read()
    this.#readWatch()
    this.#isClosed = true
    closeSync(this.#file)
    rmSync(this.path, { force: true })
  }

  /**
   * Of several items that were begun at once, the one that the worker's watch has seen going on for long: those after
   * it have not begun, and the worker marks anew before it begins one. Null where none was seen.
   */
  get #shownItem(): { serial: number; lastSerial: number; startedAt: number } | null {
    const first = this.#record[workerRecord.first] ?? 0
    const last = this.#record[workerRecord.last] ?? 0
    if (this.#record[workerRecord.state] !== workerState.running || first === last) return null
    this.#readWatch()
    const serial = this.#watch[watchRecord.serial] ?? 0
    const isWhole = serial === this.#watch[watchRecord.serialAgain]
    if (!isWhole || serial < first || serial > last) return null
    return { serial, lastSerial: serial, startedAt: this.#watch[watchRecord.startedAt] ?? 0 }
  }

  #readWatch(): void {
    if (this.#isClosed) return
    readSync(this.#file, this.#watchBytes, 0, this.#watchBytes.length, watchRecord.offset)
  }

  #read(): Float64Array {
    if (this.#isClosed) return this.#record
    do readSync(this.#file, this.#recordBytes, 0, this.#recordBytes.length, workerRecord.offset)
    while (this.#record[workerRecord.version] !== this.#record[workerRecord.versionAgain])
    return this.#record
  }

  #write(place: number, value: number): void {
    if (this.#isClosed) return
    this.#number[0] = value
    writeSync(this.#file, this.#numberBytes, 0, 8, poolRecord.offset + place * 8)
  }
}

/** A file that only this user can open; in memory, where the system has a folder for that. */
function createFile(): { path: string; file: number } {
  const name = `worker-board-${randomUUID()}`
  if (process.platform === 'linux') {
    try {
      return createIn('/dev/shm', name)
    } catch {
      // No such folder, or no room in it: the folder for temporary files does as well.
    }
  }
  return createIn(tmpdir(), name)
}

function createIn(folder: string, name: string): { path: string; file: number } {
  const path = join(folder, name)
  return { path, file: openSync(path, 'wx+', 0o600) }
}
