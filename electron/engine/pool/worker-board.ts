/** Serials are at most this on a board of 32-bit cells, with room to spare. */
export const highestSerial = 2 ** 30

/** So many calls that were cancelled last are on a board. Of more than these a message tells, a little later. */
export const cancelledCallsShown = 32

/** What a worker does at the moment. Times by the steady clock. */
export type WorkerStatus =
  | { readonly state: 'idle' }
  /** The task of a call is being resolved; call 0 is the pool's initializer. */
  | { readonly state: 'loading'; readonly call: number }
  | {
      readonly state: 'running'
      readonly serial: number
      /**
       * The last item that was begun with this one. Where it is another than `serial`, one of those between is
       * running and nobody can tell which: a worker process marks quick items several at a time.
       */
      readonly lastSerial: number
      readonly startedAt: number
      readonly done: number | null
      readonly total: number | null
    }

/**
 * Items that are sent to a worker are numbered in one sequence, their serials. On its board the worker
 * writes what it has begun, which can still be read when it has died; the pool writes from which serial on it
 * wants the items back, and which calls are cancelled.
 *
 * Both sides write their own cell before they read the other's, so an item that the pool sees as not
 * begun after it asked for it back will not be begun.
 */
export interface WorkerBoard {
  /** How many items can sensibly be begun at once; 1 where it costs nothing to mark each. */
  readonly longestSpan: number
  /**
   * Items are about to begin, one after the other. Returns the serial of the last that may be run: less than
   * `first` where the pool has taken all of them back.
   */
  begin(first: number, last: number, startedAt: number): number
  /**
   * Whether somebody sees which of several items that were begun at once is running, as soon as it goes on for long:
   * `note` has to tell of each. Not where each is marked anyway.
   */
  readonly isWatched: boolean
  /**
   * An item of those that were begun begins now, by this thread's `performance.now()`. True where one before it went on
   * for so long that it was shown alone: then this one must be begun anew before it may be run.
   */
  note(serial: number, now: number): boolean
  /** Of several items that were begun at once, this one is running; the ones after it have not begun. */
  pinpoint(serial: number, startedAt: number): void
  /** How far the current item is. */
  progress(done: number, total: number): void
  /** The task of a call is being resolved; 0 for the initializer. */
  load(call: number): void
  /** Nothing is being done. */
  rest(): void
  /** Changes whenever a call is cancelled. As it was when the board was last looked at: see `refresh`. */
  readonly cancellations: number
  /** Whether the call is among those that were cancelled last. */
  isCancelled(call: number): boolean
  /** Makes sure that `cancellations` is a millisecond old at most. */
  refresh(): void
}

/** The pool's side of the board. */
export interface PoolBoard {
  /** What the worker does, or did when it died. */
  readonly status: WorkerStatus
  /** The serial of the item that was begun last; 0 before the first. */
  readonly lastBegun: number
  /** No serial may be higher than this. Well before, `restartSerials` is called. */
  readonly highestSerial: number
  /**
   * Takes back every item from `serial` on that has not begun. Returns the first serial that will certainly
   * not be run; whether one between that and `serial` was run, the worker's report tells.
   */
  takeBack(serial: number): number
  /** New items may be sent again. Only while the worker holds none. */
  stopTakingBack(): void
  /** Serials start again at 1. Only while the worker holds none. */
  restartSerials(): void
  /** A call is to stop. */
  cancel(call: number): void
}
