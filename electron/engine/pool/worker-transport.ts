import type { FromWorker, ToWorker } from './messages.ts'
import type { WorkerStatus } from './status-board.ts'

/** How a worker ended. */
export interface WorkerEnd {
  /** A predicate for messages, such as "exited with code 3". */
  readonly how: string
  /** The error that ended it, where there was one. */
  readonly cause: unknown
}

/** What the pool is told by a worker. `ended` is called once, after every message that was sent before. */
export interface TransportEvents {
  message(message: FromWorker): void
  ended(end: WorkerEnd): void
}

/**
 * A worker as the pool sees it, whatever it is made of: a thread today. Status is what the worker wrote
 * last; a kind of worker without shared memory may know it with a delay, and take nothing back.
 */
export interface WorkerTransport {
  /** Throws when something in the message cannot be cloned; then nothing was sent. */
  post(message: ToWorker): void
  /** Ends the worker at once; `ended` follows. */
  end(): void
  /** Whether the worker keeps the process alive. */
  setKeepsAlive(keepsAlive: boolean): void
  readonly status: WorkerStatus
  /** The serial of the item that was begun last; 0 before the first. */
  readonly lastBegun: number
  /** Takes back items from `serial` on; returns the first that will certainly not be run. */
  takeBack(serial: number): number
  stopTakingBack(): void
  restartSerials(): void
}

/** Starts a worker. Failure to start is told by `ended`, never thrown. */
export type StartTransport = (number: number, events: TransportEvents) => WorkerTransport
