import { Worker, type ResourceLimits } from 'node:worker_threads'
import type { FromWorker, ToWorker } from './messages.ts'
import { StatusBoard, type WorkerStatus } from './status-board.ts'
import type { StartTransport, TransportEvents, WorkerEnd, WorkerTransport } from './worker-transport.ts'
import type { ThreadData } from './worker-runtime.ts'

/** Makes workers that are threads of this process. */
export function threadTransports(workerUrl: URL, resourceLimits: ResourceLimits | undefined): StartTransport {
  return (number, events) => new ThreadTransport(workerUrl, resourceLimits, number, events)
}

class ThreadTransport implements WorkerTransport {
  readonly #board = new StatusBoard()
  readonly #worker: Worker | null
  /** What went wrong first, if something did. */
  #error: WorkerEnd | null = null
  #isEnded = false
  #isEnding = false
  #keepsAlive = false

  constructor(
    workerUrl: URL,
    resourceLimits: ResourceLimits | undefined,
    number: number,
    events: TransportEvents,
  ) {
    this.#worker = this.#start(workerUrl, resourceLimits, number, events)
  }

  get status(): WorkerStatus {
    return this.#board.read()
  }

  get lastBegun(): number {
    return this.#board.lastBegun
  }

  post(message: ToWorker): void {
    this.#worker?.postMessage(message)
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

  #start(
    workerUrl: URL,
    resourceLimits: ResourceLimits | undefined,
    number: number,
    events: TransportEvents,
  ): Worker | null {
    const data: ThreadData = { poolBoard: this.#board.memory }
    const ended = (end: WorkerEnd): void => {
      if (this.#isEnded) return
      this.#isEnded = true
      events.ended(end)
    }
    try {
      const worker = new Worker(workerUrl, {
        workerData: data,
        name: `pool worker ${number}`,
        ...(resourceLimits === undefined ? {} : { resourceLimits }),
      })
      worker.unref()
      worker.on('message', (message: unknown) => {
        // A task can reach the port too; what it posts there is not for the pool.
        if (isFromWorker(message)) events.message(message)
      })
      worker.on('messageerror', (error) => {
        this.#error ??= { how: `sent a message that cannot be read: ${messageOf(error)}`, cause: error }
        this.end()
      })
      worker.on('error', (error: unknown) => {
        this.#error ??= { how: describeError(error), cause: error }
      })
      worker.on('exit', (code) => ended(this.#describeEnd(code)))
      return worker
    } catch (cause) {
      queueMicrotask(() => ended({ how: `could not be created: ${messageOf(cause)}`, cause }))
      return null
    }
  }

  #describeEnd(code: number): WorkerEnd {
    if (this.#error !== null) return this.#error
    return { how: this.#isEnding ? 'was ended by the pool' : `exited with code ${code}`, cause: undefined }
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

function isFromWorker(message: unknown): message is FromWorker {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false
  return message.kind === 'ready' || message.kind === 'results' || message.kind === 'refused'
}
