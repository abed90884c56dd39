import type { CallList } from './call-list.ts'
import { ItemTimeoutError } from './errors.ts'
import type { PoolWorker, RunningItem } from './pool-worker.ts'

/** A limit that may change is asked for at least this often while something runs (milliseconds). */
const longestTrust = 100

/**
 * Where an item is one of several that were begun at once, the worker's watch shows it as soon as it goes on for long:
 * so often it is looked whether it has (milliseconds).
 */
const certaintyInterval = 10

/**
 * A worker that goes on for so much longer than the limit (milliseconds), while its watch does not show with which item,
 * has lost its watch. It is ended, and what it had is run again, each item marked on its own.
 */
const longestUncertainty = 10_000

/** Longer timers overflow. */
const longestTimer = 2 ** 31 - 1

/**
 * Sees to it that no item runs for longer than its call allows. One timer serves all: workers begin items
 * without a word, but whatever begins from now on has its deadline no earlier than a whole limit from now.
 */
export class Deadlines {
  readonly #calls: CallList
  readonly #members: () => readonly PoolWorker[]
  readonly #expired: () => void
  #timer: NodeJS.Timeout | null = null

  /** `expired` is called after items were ended. */
  constructor(calls: CallList, members: () => readonly PoolWorker[], expired: () => void) {
    this.#calls = calls
    this.#members = members
    this.#expired = expired
  }

  /** Something may have begun that has a limit. */
  arm(): void {
    if (!this.#calls.hasLimits || this.#timer !== null) return
    const next = this.#nextLook()
    if (next === Number.POSITIVE_INFINITY) return
    const delay = Math.min(longestTimer, Math.max(1, Math.ceil(next)))
    // Workers that have something to do keep the process alive, so the timer need not.
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#look()
    }, delay).unref()
  }

  /** There is a new call, whose limit may be shorter than any before. */
  reset(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** Milliseconds until something can be due at the earliest. */
  #nextLook(): number {
    let next = Number.POSITIVE_INFINITY
    const busy = this.#members().filter((worker) => worker.isBusy)
    if (busy.length === 0) return next
    for (const call of this.#calls) {
      if (!call.functions.isLimited) continue
      next = Math.min(next, call.functions.timeLimit(), call.functions.hasChangingLimit ? longestTrust : next)
    }
    for (const worker of busy) {
      const current = worker.current
      if (current?.call.functions.isLimited === true) next = Math.min(next, this.#untilDue(current))
    }
    return next
  }

  #untilDue({ call, isCertain, age }: RunningItem): number {
    const left = call.functions.timeLimit() - age
    return isCertain ? left : Math.max(certaintyInterval, left)
  }

  #look(): void {
    for (const worker of this.#members()) {
      const current = worker.current
      if (current?.call.functions.isLimited !== true || worker.isDismissed) continue
      const limit = current.call.functions.timeLimit()
      if (current.isCertain) {
        if (current.age >= limit) worker.endItem(current.call, current.index, new ItemTimeoutError(limit))
      } else if (current.age >= limit + longestUncertainty) {
        worker.dismiss()
      }
    }
    this.#expired()
  }
}
