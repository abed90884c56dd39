import type { Transferable } from 'node:worker_threads'

/** Names a function that is applied to each item. Plain data: it is resolved inside the worker. */
export interface TaskReference {
  /** What the worker's entry makes of it: a registered name, or the address of a module. */
  readonly name: string
  /** Handed to whatever resolves the name. Must be cloneable. */
  readonly parameters?: unknown
}

/** What a task may use while it works on an item. Its functions may be taken out of it. */
export interface TaskContext {
  /** Tells how far the item is, in any unit. Cheap: call it as often as you like. */
  progress(done: number, total: number): void
  /**
   * Says something about the item while it runs: the call's `onReport` is told at once; without one it is
   * dropped. Waits while too much of what was said has yet to be heard, so that a task that says very much
   * costs no memory. Throws where the message cannot be cloned.
   */
  report(message: unknown): void
  /**
   * Names parts of the result that are moved to the pool, not copied: they are gone for the worker. To be
   * called before the task returns. Of a worker process the pool gets copies.
   */
  transfer(...parts: readonly Transferable[]): void
  /** The number of the worker, from 1: no other worker of the pool has it at the same moment. */
  readonly worker: number
  /** Throws a `CancelledError` when the call was aborted. A task that takes long calls it between steps. */
  throwIfCancelled(): void
  /** Aborted when the call is. It is seen by a task that waits, not by one that computes without a pause. */
  readonly signal: AbortSignal
}

/** Works on one item. What it returns, or resolves to, must be cloneable. */
export type TaskFunction = (item: unknown, context: TaskContext) => unknown

/** Turns a reference into the function it names. Called once for each call in each worker that takes part. */
export type TaskResolver = (task: TaskReference) => TaskFunction | Promise<TaskFunction>
