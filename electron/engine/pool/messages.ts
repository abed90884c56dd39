import type { ErrorRecord } from './error-transfer.ts'
import type { TaskReference } from './task.ts'

/** A call that a worker has not seen before. */
export interface OpenedCall {
  readonly call: number
  readonly task: TaskReference
  /** One cell in shared memory; anything but 0 means that the call is to stop. */
  readonly cancelled: Int32Array
  /** Whether the durations of single items are wanted. */
  readonly timed: boolean
}

/** Items for a worker. One message may carry several chunks: fewer messages, the same chunks. */
export interface WorkMessage {
  readonly kind: 'work'
  readonly opened: readonly OpenedCall[] | null
  /** Calls that have ended, whose functions can be let go. */
  readonly closed: readonly number[] | null
  /** For each chunk three numbers: its call, the serial of its first item, how many items it has. */
  readonly chunks: readonly number[]
  /** The items of all chunks, one after the other. */
  readonly items: readonly unknown[]
}

/** The call is to stop. Its flag in shared memory says so too; this wakes those who wait for a signal. */
export interface CancelMessage {
  readonly kind: 'cancel'
  readonly call: number
}

export type ToWorker = WorkMessage | CancelMessage

/** The worker's module is loaded and takes work. */
export interface ReadyMessage {
  readonly kind: 'ready'
}

/** What was finished since the last message, in columns. */
export interface ResultsMessage {
  readonly kind: 'results'
  /**
   * For each chunk that is touched, in the order in which the chunks were sent, three numbers: how many
   * of its items were finished, whether the chunk is over (1) or goes on (0), milliseconds spent on them.
   * A chunk that is over before all its items are finished leaves the others undone.
   */
  readonly parts: readonly number[]
  readonly values: unknown[]
  /** The place in `values` of each item that failed, ascending, and why. */
  readonly failures: readonly (readonly [position: number, error: ErrorRecord])[] | null
  /** When the first item began, in milliseconds since 1970. Each item begins where the one before ended. */
  readonly startedAt: number
  /** Milliseconds for each value; null where no call wants them. */
  readonly durations: ArrayLike<number> | null
}

/** The task of a call could not be resolved. Its chunks come back undone. */
export interface RefusedMessage {
  readonly kind: 'refused'
  readonly call: number
  readonly error: ErrorRecord
}

export type FromWorker = ReadyMessage | ResultsMessage | RefusedMessage
