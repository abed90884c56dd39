import type { ErrorCode } from '../../../shared/contract/errors.ts'

/**
 * What a thread of the store can be asked to do: functions by name, called with what was sent and answered
 * with what they return. The caller's types come from the same functions (see `thread-client.ts`), so both
 * ends agree; inside the protocol itself the values are opaque, which `never` says.
 */
export type Operations = Readonly<Record<string, (...values: never[]) => unknown>>

/** How a thread is started. */
export type ThreadOptions =
  | {
      readonly role: 'writer'
      /** The database file. */
      readonly file: string
      /** The most pages the database may grow to. Only for tests: it makes a full disk. */
      readonly maximumPages: number | null
    }
  | {
      readonly role: 'reader'
      readonly file: string
      /** The id under which the writer of the same store is registered. */
      readonly ownerId: string
    }

export interface ThreadRequest {
  /** From 1. 0 is the number of the answer that tells whether the thread could start. */
  readonly id: number
  readonly operation: string
  readonly values: never[]
}

/** As `ThreadRequest`, on the side that knows what the values are. */
export interface OutgoingRequest {
  readonly id: number
  readonly operation: string
  readonly values: readonly unknown[]
}

/** An error as it crosses the thread boundary. `detail` is for the log only. */
export interface ThreadError {
  readonly code: ErrorCode
  readonly message: string
  readonly data: Readonly<Record<string, unknown>>
  readonly detail: string
}

export type ThreadResponse =
  | { readonly id: number; readonly ok: true; readonly value: never }
  | { readonly id: number; readonly ok: false; readonly error: ThreadError }

/** As `ThreadResponse`, on the side that knows what the value is. */
export type OutgoingResponse =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ThreadError }
