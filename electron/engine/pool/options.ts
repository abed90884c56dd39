import { availableParallelism } from 'node:os'
import type { ResourceLimits, Transferable } from 'node:worker_threads'
import { isBeingLoaded } from './loading.ts'
import type { Report } from './report.ts'
import type { StartProcess } from './start-process.ts'
import type { TaskReference } from './task.ts'

/** What a worker is. */
export type WorkerKind = 'thread' | 'process'

/** How a pool is made. */
export interface WorkerPoolOptions {
  /**
   * How many items run at the same time. Default: one for each logical CPU. Workers beyond that number are
   * started one by one, when there is something to do for them.
   */
  readonly workers?: number
  /**
   * What workers are: threads of this process, or processes of their own, which cost more memory and time, but
   * survive each other's crashes. Default: threads.
   */
  readonly kind?: WorkerKind
  /** The module that a worker starts with, which calls `serveTasks`. Default: tasks are modules. */
  readonly workerUrl?: URL
  /**
   * Limits of each worker's memory, in megabytes; see `worker_threads`. Processes can have only
   * `maxOldGenerationSizeMb` and `maxYoungGenerationSizeMb`. Default: Node's.
   */
  readonly resourceLimits?: ResourceLimits
  /** How a process is made, where workers are processes. Default: by `child_process.fork`. */
  readonly startProcess?: StartProcess
  /**
   * Called once in each worker before it takes work, with its parameters. If it throws, or its worker does
   * not survive it, every call ends with an InitializerFailedError, and no more workers are started.
   */
  readonly initializer?: TaskReference
  /**
   * After so many items a worker is replaced by a fresh one; a chunk is cut there, whatever its size.
   * Default: never.
   */
  readonly maxTasksPerWorker?: number
}

/** A time limit in milliseconds; null for none at present. It is asked for again whenever it is looked at. */
export type TimeLimit = number | (() => number | null)

/** How one item is run. */
export interface ApplyOptions {
  /** Aborts this call and no other: see `WorkerPool.imap`. */
  readonly signal?: AbortSignal
  /**
   * How long an item may run, in milliseconds from the moment at which its task begins. Then its worker is
   * ended and the item fails with an ItemTimeoutError. Default: for ever.
   */
  readonly timeout?: TimeLimit
  /** Of several calls, the one with the highest priority is given workers first. Default: 0. */
  readonly priority?: number
  /**
   * Is told what tasks say while they run, at once. If it throws, the call ends with what it threw, as if it
   * had been aborted. Default: what tasks report is dropped, what they print is printed.
   */
  readonly onReport?: (report: Report) => void
  /**
   * Names the parts of an item that are moved to a worker thread, not copied: they are gone for the caller.
   * Should the worker be lost before the item has begun, it fails with the code `ITEM_TRANSFERRED`. Worker
   * processes are sent copies.
   */
  // A method, so that what is written for one kind of item is accepted.
  transfer?(item: unknown): readonly Transferable[]
}

/** How `map` and `starmap` are run. */
export interface MapOptions extends ApplyOptions {
  /**
   * How many items travel to a worker together; results come one by one all the same. `'auto'`, the
   * default, follows the measured time per item.
   */
  readonly chunkSize?: number | 'auto'
  /** Yield how each item ended instead of bare values. Default: false. */
  readonly settled?: boolean
}

/** How `imap` and `imapUnordered` are run. */
export interface CallOptions extends MapOptions {
  /**
   * How many items may be pulled from the input and not yet read as results. At least `chunkSize`.
   * Default: 256, or four chunks for each worker where that is more.
   */
  readonly bufferSize?: number
}

/** What workers are, checked. Throws a TypeError. */
export function checkKind(kind: WorkerKind = 'thread'): WorkerKind {
  if (['thread', 'process'].includes(kind)) return kind
  throw new TypeError(`Expected \`kind\` to be 'thread' or 'process', got ${kind}.`)
}

/** A number of workers, checked. Throws a RangeError. */
export function checkWorkers(workers: number | undefined): number {
  return checkCount('workers', workers ?? availableParallelism())
}

/** After how many items a worker is replaced, checked. Throws a RangeError. */
export function checkMaxTasksPerWorker(count: number | undefined): number {
  return count === undefined ? Number.POSITIVE_INFINITY : checkCount('maxTasksPerWorker', count)
}

/** Throws a TypeError where something is no reference to a task. */
export function checkTask(what: string, task: TaskReference): TaskReference {
  const given: unknown = task
  if (typeof given === 'object' && given !== null && 'name' in given && typeof given.name === 'string') {
    return task
  }
  throw new TypeError(`Expected the ${what} to be an object with a \`name\`, got ${typeof given}.`)
}

/** Throws an Error for a task that this very thread is loading. */
export function refuseTaskBeingLoaded({ name }: TaskReference): void {
  if (!isBeingLoaded(name)) return
  throw new Error(
    'Its module uses it while it is loaded, here in a worker, and so would start workers in workers without end. Do that only where the module is the program itself, or put the task into a module of its own.',
  )
}

/** Throws a RangeError or TypeError where the options of a call are not sound. */
export function checkCallOptions(options: CallOptions): void {
  const { chunkSize = 'auto', bufferSize, timeout, priority, onReport, signal } = options
  if (chunkSize !== 'auto') checkCount('chunkSize', chunkSize, ` or 'auto'`)
  if (typeof timeout === 'number') checkTimeLimit(timeout)
  else checkFunction('timeout', timeout)
  checkFunction('onReport', onReport)
  if (signal !== undefined) checkSignal(signal)
  checkFunction('transfer', Reflect.get(options, 'transfer'))
  if (priority !== undefined && !Number.isFinite(priority)) {
    throw new RangeError(`Expected \`priority\` to be a number, got ${String(priority)}.`)
  }
  if (bufferSize === undefined) return
  checkCount('bufferSize', bufferSize)
  if (chunkSize !== 'auto' && bufferSize < chunkSize) {
    throw new RangeError(
      `Expected \`bufferSize\` to be at least \`chunkSize\`, which is ${chunkSize}, got ${bufferSize}: no chunk would ever be full.`,
    )
  }
}

/** A time limit in milliseconds, checked: more than 0, and `Infinity` for none. Throws a RangeError. */
export function checkTimeLimit(limit: number): number {
  if (limit > 0) return limit
  throw new RangeError(`Expected \`timeout\` to be a number of milliseconds above 0, got ${String(limit)}.`)
}

function checkSignal(signal: AbortSignal): void {
  // A signal of another realm is one too.
  if (typeof signal === 'object' && typeof Reflect.get(signal, 'addEventListener') === 'function') return
  throw new TypeError(`Expected \`signal\` to be an AbortSignal, got ${typeof signal}.`)
}

function checkFunction(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return
  throw new TypeError(`Expected \`${name}\` to be a function, got ${typeof value}.`)
}

function checkCount(name: string, value: number, alternative = ''): number {
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new RangeError(
    `Expected \`${name}\` to be a whole number from 1${alternative}, got ${String(value)}.`,
  )
}
