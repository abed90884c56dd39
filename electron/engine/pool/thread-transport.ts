import { Worker, type ResourceLimits, type Transferable } from 'node:worker_threads'
import { findUnsendableToThread } from './cloneable.ts'
import { isFromWorker, type ToWorker } from './messages.ts'
import { StatusBoard } from './status-board.ts'
import type { TaskReference } from './task.ts'
import type { ThreadData } from './thread-runtime.ts'
import type { WorkerStatus } from './worker-board.ts'
import type { StartTransport, TransportEvents, WorkerEnd, WorkerTransport } from './worker-transport.ts'

/**
 * The young generation of a thread, in megabytes, unless it is given. When a thread runs out of memory, Node ends
 * it alone only as long as no single collection goes further beyond the limit than some 16 MB; else it aborts
 * the whole process. Node's own default, 192 MB, lets one do so.
 */
const youngGeneration = 24

/** Makes workers that are threads of this process. */
export function threadTransports(
  workerUrl: URL,
  resourceLimits: ResourceLimits | undefined,
  initializer: TaskReference | undefined,
): StartTransport {
  const limits = { maxYoungGenerationSizeMb: youngGeneration, ...resourceLimits }
  const setting = { workerUrl, resourceLimits: limits, initializer }
  return (number, events) => new ThreadTransport({ ...setting, number }, events)
}

interface ThreadSetting {
  readonly workerUrl: URL
  readonly resourceLimits: ResourceLimits
  readonly initializer: TaskReference | undefined
  readonly number: number
}

class ThreadTransport implements WorkerTransport {
  readonly canMove = true
  readonly highestSerial: number
  readonly #board = new StatusBoard()
  readonly #worker: Worker | null
  /** What went wrong first, if something did. */
  #error: WorkerEnd | null = null
  #isEnded = false
  #isEnding = false
  #keepsAlive = false

  constructor(setting: ThreadSetting, events: TransportEvents) {
    this.highestSerial = this.#board.highestSerial
    this.#worker = this.#start(setting, events)
  }

  get status(): WorkerStatus {
    return this.#board.status
  }

  get lastBegun(): number {
    return this.#board.lastBegun
  }

  post(message: ToWorker, moved: readonly Transferable[] = []): void {
    if (moved.length === 0) this.#worker?.postMessage(message)
    else this.#worker?.postMessage(message, moved)
  }

  findUnsendable(values: readonly unknown[]): Map<number, unknown> {
    return findUnsendableToThread(values)
  }

  cancel(call: number): void {
    this.#board.cancel(call)
    this.post({ kind: 'cancel', call })
  }

  end(): void {
    if (this.#isEnded || this.#isEnding) return
    this.#isEnding = true
    // Keeps the process alive until the worker is gone, because whoever ends it waits for that. The promise
    // only repeats what the event of the end says.
    void this.#worker?.terminate()
  }

  setKeepsAlive(keepsAlive: boolean): void {
    if (keepsAlive === this.#keepsAlive || this.#isEnding) return
    this.#keepsAlive = keepsAlive
    if (keepsAlive) this.#worker?.ref()
    else this.#worker?.unref()
  }

  takeBack(serial: number): number {
    return this.#board.takeBack(serial)
  }

  stopTakingBack(): void {
    this.#board.stopTakingBack()
  }

  restartSerials(): void {
    this.#board.restartSerials()
  }

  #start(setting: ThreadSetting, events: TransportEvents): Worker | null {
    const { workerUrl, resourceLimits, initializer, number } = setting
    const data: ThreadData = { poolBoard: this.#board.memory, initializer, worker: number }
    const ended = (end: WorkerEnd): void => {
      if (this.#isEnded) return
      this.#isEnded = true
      events.ended(end)
    }
    try {
      const worker = new Worker(workerUrl, {
        workerData: data,
        name: `pool worker ${number}`,
        resourceLimits,
      })
      worker.unref()
      worker.on('message', (message: unknown) => {
        if (!isFromWorker(message)) return
        events.message(message)
        if (message.kind === 'report') this.#board.takeReport()
      })
      worker.on('messageerror', (error) => {
        this.#error ??= {
          how: `sent a message that cannot be read: ${messageOf(error)}`,
          cause: error,
          isForeign: false,
        }
        this.end()
      })
      worker.on('error', (error: unknown) => {
        this.#error ??= { how: describeError(error), cause: error, isForeign: false }
      })
      worker.on('exit', (code) => ended(this.#describeEnd(code)))
      return worker
    } catch (cause) {
      queueMicrotask(() =>
        ended({ how: `could not be created: ${messageOf(cause)}`, cause, isForeign: false }),
      )
      return null
    }
  }

  #describeEnd(code: number): WorkerEnd {
    if (this.#error !== null) return this.#error
    return {
      how: this.#isEnding ? 'was ended by the pool' : `exited with code ${code}`,
      cause: undefined,
      isForeign: false,
    }
  }
}

function describeError(error: unknown): string {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? 'ran out of memory'
    : `threw outside of a task: ${messageOf(error)}`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
