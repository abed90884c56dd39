/** Every error that the pool itself makes has one of these codes. They are stable. */
export type PoolErrorCode =
  | 'POOL_CLOSED'
  | 'POOL_NOT_CLOSED'
  | 'POOL_TERMINATED'
  | 'WORKER_DIED'
  | 'WORKERS_NOT_STARTED'
  | 'TASK_NOT_LOADED'
  | 'ITEM_NOT_CLONEABLE'
  | 'RESULT_NOT_CLONEABLE'
  | 'RESULTS_DROPPED'
  | 'TIMEOUT'
  | 'INITIALIZER_FAILED'
  | 'ITEM_ENDED'
  | 'ITEM_TRANSFERRED'

/** What all errors of the pool have in common. */
export class PoolError extends Error {
  override readonly name: string = 'PoolError'
  readonly code: PoolErrorCode

  constructor(code: PoolErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A call was refused, because `close()` or `terminate()` came before it. */
export class PoolClosedError extends PoolError {
  override readonly name = 'PoolClosedError'

  constructor() {
    super('POOL_CLOSED', 'The pool is closed: it takes no further calls.')
  }
}

/** The pool was terminated while the call was running. */
export class PoolTerminatedError extends PoolError {
  override readonly name = 'PoolTerminatedError'

  constructor() {
    super('POOL_TERMINATED', 'The pool was terminated before the call had ended.')
  }
}

/** The worker ended while it was running the item. The item's neighbours are not affected. */
export class WorkerDiedError extends PoolError {
  override readonly name = 'WorkerDiedError'

  constructor(how: string, cause: unknown) {
    super(
      'WORKER_DIED',
      `The worker that was running this item ${how}.`,
      cause === undefined ? undefined : { cause },
    )
  }
}

/** No worker could be started, or workers die before they begin any item. Ends every running call. */
export class WorkersNotStartedError extends PoolError {
  override readonly name = 'WorkersNotStartedError'

  constructor(workerUrl: URL, how: string, cause: unknown) {
    super(
      'WORKERS_NOT_STARTED',
      `No worker could be started from ${workerUrl.href}: it ${how}.`,
      cause === undefined ? undefined : { cause },
    )
  }
}

/** The task of a call could not be resolved inside a worker. `cause` is what was thrown there. */
export class TaskNotLoadedError extends PoolError {
  override readonly name = 'TaskNotLoadedError'

  constructor(name: string, how: string, cause: unknown) {
    super(
      'TASK_NOT_LOADED',
      `The task ${JSON.stringify(name)} could not be loaded: ${how}`,
      cause === undefined ? undefined : { cause },
    )
  }
}

/** The item ran for longer than its call allows. Its worker was ended; its neighbours are not affected. */
export class ItemTimeoutError extends PoolError {
  override readonly name = 'ItemTimeoutError'
  /** How long the item was allowed to run, in milliseconds. */
  readonly limit: number

  constructor(limit: number) {
    super('TIMEOUT', `The item ran longer than the ${limit} ms it is allowed, so its worker was ended.`)
    this.limit = limit
  }
}

/** The pool's initializer threw, or its worker did not survive it. Ends every call, running and to come. */
export class InitializerFailedError extends PoolError {
  override readonly name = 'InitializerFailedError'

  constructor(name: string, how: string, cause: unknown) {
    super(
      'INITIALIZER_FAILED',
      `The initializer ${JSON.stringify(name)} failed in a worker, so the pool can do no work: ${how}`,
      cause === undefined ? undefined : { cause },
    )
  }
}

/** The item was ended by `ResultStream.endItem` without a reason of the caller's own. */
export class ItemEndedError extends PoolError {
  override readonly name = 'ItemEndedError'

  constructor() {
    super('ITEM_ENDED', 'The item was ended on request.')
  }
}

/** Thrown inside a worker by `context.throwIfCancelled()`. */
export class CancelledError extends Error {
  override readonly name = 'AbortError'
  readonly code = 'CANCELLED'

  constructor() {
    super('The call that this item belongs to was aborted.')
  }
}
