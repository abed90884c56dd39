import { Histogram, type HistogramSummary } from './histogram.ts'

/** What one worker does and has done, since it was ready. */
export interface WorkerStats {
  /** The worker's number, from 1. A replacement keeps the number and begins anew. */
  readonly worker: number
  /** `leaving`: finishes what it has and goes, because it is to be replaced or the pool was made smaller. */
  readonly state: 'starting' | 'idle' | 'busy' | 'leaving'
  /** How many items it has finished. */
  readonly done: number
  /** The share of its time in which it ran items, 0 to 1. */
  readonly utilisation: number
}

/** A pool in figures. Everything counts from the start of the pool. */
export interface PoolStats {
  /** How many calls there are at present, and how many there were, these included. */
  readonly calls: { readonly open: number; readonly total: number }
  readonly items: {
    /** Taken from the inputs. */
    readonly pulled: number
    /** Pulled, and not begun as far as is known. */
    readonly queued: number
    /** Run at the moment. */
    readonly running: number
    readonly succeeded: number
    readonly failed: number
    /** Pulled and never finished, because their call ended before. */
    readonly dropped: number
  }
  readonly workers: {
    readonly started: number
    /** Ended without having been told to. */
    readonly lost: number
    /** Started in the place of one that had ended. */
    readonly replaced: number
    readonly each: readonly WorkerStats[]
  }
  /** Milliseconds from being pulled to being begun. */
  readonly waitTime: HistogramSummary
  /**
   * Milliseconds for which items ran. Quick ones that were reported together, those of 5 ms, count with
   * their mean.
   */
  readonly runTime: HistogramSummary
}

/** Counts what goes through a pool. */
export class Tally {
  readonly #waitTime = new Histogram()
  readonly #runTime = new Histogram()

  /** `count` items ran for `elapsed` milliseconds in all, after waiting for `wait` milliseconds. */
  record(count: number, elapsed: number, wait: number): void {
    this.#waitTime.record(Math.max(0, wait), count)
    this.#runTime.record(elapsed / count, count)
  }

  get times(): Pick<PoolStats, 'waitTime' | 'runTime'> {
    return { waitTime: this.#waitTime.summary, runTime: this.#runTime.summary }
  }
}
