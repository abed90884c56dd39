import { availableParallelism } from 'node:os'
import type { ResourceLimits } from 'node:worker_threads'

/** How a pool is made. */
export interface WorkerPoolOptions {
  /** How many items run at the same time. Default: one for each logical CPU. */
  readonly workers?: number
  /** The module that a worker starts with, which calls `serveTasks`. Default: tasks are modules. */
  readonly workerUrl?: URL
  /** Limits of each worker's memory, in megabytes; see `worker_threads`. Default: Node's. */
  readonly resourceLimits?: ResourceLimits
}

/** How one call is run. */
export interface ImapOptions {
  /**
   * How many items travel to a worker together; results come one by one all the same. `'auto'`, the
   * default, follows the measured time per item.
   */
  readonly chunkSize?: number | 'auto'
  /** Aborts this call and no other: see `WorkerPool.imap`. */
  readonly signal?: AbortSignal
  /** Yield how each item ended instead of bare values. Default: false. */
  readonly settled?: boolean
  /**
   * How many items may be pulled from the input and not yet read as results. At least `chunkSize`.
   * Default: 256, or four chunks for each worker where that is more.
   */
  readonly bufferSize?: number
}

/** The number of workers, checked. Throws a RangeError. */
export function checkWorkers(workers: number | undefined): number {
  return checkCount('workers', workers ?? availableParallelism())
}

/** Throws a RangeError where the options of a call are not sound. */
export function checkImapOptions(options: ImapOptions): void {
  const { chunkSize = 'auto', bufferSize } = options
  if (chunkSize !== 'auto') checkCount('chunkSize', chunkSize, ` or 'auto'`)
  if (bufferSize === undefined) return
  checkCount('bufferSize', bufferSize)
  if (chunkSize !== 'auto' && bufferSize < chunkSize) {
    throw new RangeError(
      `Expected \`bufferSize\` to be at least \`chunkSize\`, which is ${chunkSize}, got ${bufferSize}: no chunk would ever be full.`,
    )
  }
}

function checkCount(name: string, value: number, alternative = ''): number {
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new RangeError(
    `Expected \`${name}\` to be a whole number from 1${alternative}, got ${String(value)}.`,
  )
}
