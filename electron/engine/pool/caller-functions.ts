import type { Transferable } from 'node:worker_threads'
import { checkTimeLimit, type ApplyOptions } from './options.ts'
import type { Report } from './report.ts'

/** The functions that the caller has handed in with a call. They may throw, which ends the call. */
export class CallerFunctions {
  readonly #options: ApplyOptions
  readonly #failed: (error: unknown) => void
  /** Set when the listener to reports threw. */
  #isDeaf = false

  /** `failed` is called with what one of the functions threw, where nobody else is told. */
  constructor(options: ApplyOptions, failed: (error: unknown) => void) {
    this.#options = options
    this.#failed = failed
  }

  /** Whether items may have a limit to their time. */
  get isLimited(): boolean {
    return this.#options.timeout !== undefined
  }

  /** Whether the limit may change from one moment to the next. */
  get hasChangingLimit(): boolean {
    return typeof this.#options.timeout === 'function'
  }

  /** How long an item may run at present, in milliseconds; `Infinity` where it is not limited. */
  timeLimit(): number {
    const { timeout } = this.#options
    if (typeof timeout !== 'function') return timeout ?? Number.POSITIVE_INFINITY
    try {
      const limit = timeout()
      return limit === null ? Number.POSITIVE_INFINITY : checkTimeLimit(limit)
    } catch (error) {
      this.#failed(error)
      return Number.POSITIVE_INFINITY
    }
  }

  /** Whether `transferables` may name any. */
  get transfersItems(): boolean {
    return this.#options.transfer !== undefined
  }

  /** The parts of an item that are to be moved to a worker. Throws what the caller's function throws. */
  transferables(item: unknown): readonly Transferable[] {
    return this.#options.transfer?.(item) ?? []
  }

  /** Whether somebody listens to what tasks say. */
  get wantsReports(): boolean {
    return this.#options.onReport !== undefined
  }

  /** Hands on what a task said. */
  report(report: Report): void {
    if (this.#isDeaf) return
    try {
      this.#options.onReport?.(report)
    } catch (error) {
      this.#isDeaf = true
      this.#failed(error)
    }
  }
}
