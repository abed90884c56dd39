/**
 * A pool of workers with the semantics of Python's `multiprocessing.pool.ThreadPool`. This is its whole
 * public face; it knows nothing of the rest of the application.
 */
export { WorkerPool } from './worker-pool.ts'
export type {
  ApplyOptions,
  CallOptions,
  MapOptions,
  TimeLimit,
  WorkerKind,
  WorkerPoolOptions,
} from './options.ts'
export type { MessageReport, OutputReport, Report } from './report.ts'
export type { ResultStream } from './result-stream.ts'
export type { Waiting } from './segment-buffer.ts'
export type { Settled, SettledFailure, SettledValue } from './settled.ts'
export type { HistogramSummary } from './histogram.ts'
export type { PoolStats, WorkerStats } from './tally.ts'
export type { WorkerActivity } from './pool-worker.ts'
export {
  CancelledError,
  InitializerFailedError,
  ItemEndedError,
  ItemTimeoutError,
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
export type { ParentChannel } from './parent-channel.ts'
export type {
  ProcessEnd,
  ProcessEvents,
  ProcessRequest,
  StartedProcess,
  StartProcess,
} from './start-process.ts'
export { holdTimeLimits, releaseTimeLimits } from './awake-time.ts'
export { forkProcess } from './fork-process.ts'
