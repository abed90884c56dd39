/**
 * A pool of workers with the semantics of Python's `multiprocessing.pool.ThreadPool`. This is its whole
 * public face; it knows nothing of the rest of the application.
 */
export { WorkerPool } from './worker-pool.ts'
export type { ImapOptions, WorkerPoolOptions } from './options.ts'
export type { ResultStream } from './result-stream.ts'
export type { Waiting } from './segment-buffer.ts'
export type { Settled, SettledFailure, SettledValue } from './settled.ts'
export type { WorkerActivity } from './pool-worker.ts'
export {
  CancelledError,
  PoolClosedError,
  PoolError,
  PoolTerminatedError,
  TaskNotLoadedError,
  WorkerDiedError,
  WorkersNotStartedError,
  type PoolErrorCode,
} from './errors.ts'
export type { TaskContext, TaskFunction, TaskReference, TaskResolver } from './task.ts'
export { serveTasks } from './worker-runtime.ts'
