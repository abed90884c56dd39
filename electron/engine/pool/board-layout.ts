import { cancelledCallsShown } from './worker-board.ts'

// The file through which a worker process and its pool see each other. Each part has one writer: the worker, its watch
// or the pool.

/** What the worker does: eight 64-bit numbers. */
export const workerRecord = {
  offset: 0,
  length: 8,
  version: 0,
  state: 1,
  /** The serial of the item that was begun first of those under way; while loading, the call. */
  first: 2,
  last: 3,
  startedAt: 4,
  done: 5,
  total: 6,
  /** The same as `version`: where they differ, the record was read while it was written. */
  versionAgain: 7,
} as const

/** What a worker does, as a number in its record. */
export const workerState = { idle: 0, running: 1, loading: 2 } as const

/** How many bytes the worker has written into its outbox since it started: one number. */
export const outboxHead = { offset: 64 } as const

/**
 * The item that the worker's watch has last seen running for long: its serial, when it began, and its serial again, for
 * whoever reads while it is written.
 */
export const watchRecord = { offset: 72, length: 3, serial: 0, startedAt: 1, serialAgain: 2 } as const

/** What the pool wants: numbers of 64 bits. */
export const poolRecord = {
  offset: 128,
  length: 3 + cancelledCallsShown,
  skipFrom: 0,
  cancellations: 1,
  /** How many bytes the pool has read from the outbox. */
  outboxTail: 2,
  firstCancelled: 3,
} as const

/** A ring of bytes by which the worker sends reports, even while its event loop stands still. */
export const outbox = { offset: 4096, size: 262_144 } as const

/** What the worker says at its very end: the length in bytes as a number, then so many bytes. */
export const lastWords = { offset: outbox.offset + outbox.size } as const

const fence = new Int32Array(new SharedArrayBuffer(4))

/**
 * Between writing a cell of one's own and reading the other's: no processor may do the second first. System
 * calls alone do not promise that everywhere.
 */
export function orderMemory(): void {
  Atomics.add(fence, 0, 1)
}
