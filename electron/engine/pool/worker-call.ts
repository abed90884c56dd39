import type { Transferable } from 'node:worker_threads'
import { CancelledError } from './errors.ts'
import type { OpenedCall, Said } from './messages.ts'
import type { TaskContext, TaskFunction, TaskReference } from './task.ts'

/** What the context of a call does by way of the worker. */
export interface ContextEvents {
  progress(done: number, total: number): void
  /** What the pool has said may be old by now: looks again whether the call is cancelled. */
  refresh(call: WorkerCall): void
  say(call: WorkerCall, said: Said): void
  transfer(call: WorkerCall, parts: readonly Transferable[]): void
}

type LoadedTask =
  | { readonly state: 'unloaded' }
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly apply: TaskFunction }
  | { readonly state: 'refused' }

/** A call, as one worker sees it. */
export class WorkerCall {
  readonly id: number
  readonly reference: TaskReference
  readonly timed: boolean
  readonly reports: boolean
  readonly context: TaskContext
  isCancelled: boolean
  /** Whether it must be known which item runs as soon as that goes on for long, as where items have a time limit. */
  readonly isWatched: boolean
  /** Whether its task has returned a promise: then it is always known which item runs. */
  isAsynchronous = false
  task: LoadedTask = { state: 'unloaded' }
  readonly #spread: boolean
  readonly #controller = new AbortController()

  constructor(opened: OpenedCall, worker: number, events: ContextEvents) {
    this.id = opened.call
    this.reference = opened.task
    this.timed = opened.timed
    this.reports = opened.reports
    this.isCancelled = opened.isCancelled
    this.isWatched = opened.watched
    this.#spread = opened.spread
    this.context = {
      progress: (done, total) => events.progress(done, total),
      report: (message) => events.say(this, { kind: 'message', message }),
      transfer: (...parts) => events.transfer(this, parts),
      throwIfCancelled: () => {
        events.refresh(this)
        if (this.isCancelled) throw new CancelledError()
      },
      worker,
      signal: this.#controller.signal,
    }
  }

  /** The task is resolved, to this function. */
  becomeReady(apply: TaskFunction): void {
    this.task = { state: 'ready', apply: this.#spread ? spreading(apply) : apply }
  }

  /** Wakes an item that waits for the signal. */
  abort(): void {
    this.isCancelled = true
    this.#controller.abort(new CancelledError())
  }
}

function spreading(apply: TaskFunction): TaskFunction {
  return (item, context): unknown => {
    if (!Array.isArray(item)) throw new TypeError(`Expected the list of the task's arguments as an item.`)
    const inputs: readonly unknown[] = item
    return Reflect.apply(apply, undefined, [...inputs, context])
  }
}
