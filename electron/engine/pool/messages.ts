import type { ErrorRecord } from './error-transfer.ts'
import type { PackedStrings } from './packed-items.ts'
import type { TaskReference } from './task.ts'

/** A call that a worker has not seen before. */
export interface OpenedCall {
  readonly call: number
  readonly task: TaskReference
  /** Whether the call is already to stop. Later the status board says so, and a message. */
  readonly isCancelled: boolean
  /** Whether the durations of single items are wanted. */
  readonly timed: boolean
  /** Whether each item is a list of arguments: the task is called with them and then the context. */
  readonly spread: boolean
  /** Whether somebody listens to what tasks report and print. Where nobody does, reports are dropped. */
  readonly reports: boolean
  /** Whether it must be known which item runs as soon as that goes on for long, as where items have a time limit. */
  readonly watched: boolean
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
  readonly items: readonly unknown[] | PackedStrings
  /**
   * Whether these items were with a worker that was lost: one of them may be what ended it. Each is marked
   * on its own before it begins, and its result is sent before the next. Left out where it is not so, since
   * every field costs.
   */
  readonly isSuspect?: true
}

/** The call is to stop. The status board says so too; this wakes those who wait for a signal. */
export interface CancelMessage {
  readonly kind: 'cancel'
  readonly call: number
}

/** No more work comes: the worker does what it does at its end, and says when it has. */
export interface FarewellMessage {
  readonly kind: 'farewell'
}

export type ToWorker = WorkMessage | CancelMessage | FarewellMessage

/** The worker's module is loaded, the initializer has run, and the worker takes work. */
export interface ReadyMessage {
  readonly kind: 'ready'
}

/** The initializer could not be resolved, or it threw. The worker takes no work. */
export interface UninitializedMessage {
  readonly kind: 'uninitialized'
  readonly error: ErrorRecord
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
  /** When the first item began, by the steady clock. Each item begins where the one before ended. */
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

/** What a task says while it runs. Comes before the results of its item. */
export interface ReportMessage {
  readonly kind: 'report'
  readonly serial: number
  readonly said: Said
}

/** Something that a task reported, or that was printed while it ran. */
export type Said =
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly text: string }

/** The worker has done what it does at its end. */
export interface LeftMessage {
  readonly kind: 'left'
}

export type FromWorker =
  ReadyMessage | UninitializedMessage | ResultsMessage | RefusedMessage | ReportMessage | LeftMessage

const kindsFromWorker: ReadonlySet<unknown> = new Set<FromWorker['kind']>([
  'ready',
  'uninitialized',
  'results',
  'refused',
  'report',
  'left',
])

/** Whether a message is the pool's own. A task can reach the channel too; what it sends there is not. */
export function isFromWorker(message: unknown): message is FromWorker {
  return (
    typeof message === 'object' && message !== null && 'kind' in message && kindsFromWorker.has(message.kind)
  )
}
