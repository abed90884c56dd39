import type { Transferable } from 'node:worker_threads'
import type { FromWorker, ToWorker } from './messages.ts'
import type { PoolBoard } from './worker-board.ts'

/** How a worker ended. */
export interface WorkerEnd {
  /** A predicate for messages, such as "exited with code 3". */
  readonly how: string
  /** The error that ended it, where there was one. */
  readonly cause: unknown
  /** Whether somebody else ended it, by a signal, so that the next one may well fare better. */
  readonly isForeign: boolean
}

/** What the pool is told by a worker. `ended` is called once, after every message that was sent before. */
export interface TransportEvents {
  message(message: FromWorker): void
  ended(end: WorkerEnd): void
}

/** A worker as the pool sees it, whatever it is made of: a thread, or a process. */
export interface WorkerTransport extends Omit<PoolBoard, 'cancel'> {
  /** Whether parts of a message can be moved. Where not, they are copied. */
  readonly canMove: boolean
  /**
   * Sends a message; `moved` are the parts of it that are moved. Throws when something in it cannot be cloned;
   * then nothing was sent.
   */
  post(message: ToWorker, moved?: readonly Transferable[]): void
  /** The values that cannot be sent, with what sending them throws, by their place. */
  findUnsendable(values: readonly unknown[]): Map<number, unknown>
  /** A call that the worker knows is to stop: tells it at once, even in the middle of an item. */
  cancel(call: number): void
  /** Ends the worker at once; `ended` follows. */
  end(): void
  /** Whether the worker keeps the process alive. */
  setKeepsAlive(keepsAlive: boolean): void
}

/** Starts a worker. Failure to start is told by `ended`, never thrown. */
export type StartTransport = (number: number, events: TransportEvents) => WorkerTransport
