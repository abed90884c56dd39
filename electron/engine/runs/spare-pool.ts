import { WorkerPool, type StartProcess, type WorkerKind } from '../pool/index.ts'

/** How long a pool that has done its work is kept for the next run, in milliseconds. */
const keptFor = 60_000

export interface SparePoolOptions {
  readonly workerUrl: URL
  /** How worker processes are started. Default: as child processes of this one. */
  readonly startProcess?: StartProcess
}

/**
 * Makes the pools of runs, and keeps the last one that has done its work for a while, so that a run that begins soon after
 * need not wait until workers have started.
 */
export class SparePool {
  readonly #options: SparePoolOptions
  #kept: { readonly pool: WorkerPool; readonly kind: WorkerKind; readonly timer: NodeJS.Timeout } | null =
    null
  #isClosed = false

  constructor(options: SparePoolOptions) {
    this.#options = options
  }

  /** A pool that has nothing to do. Whoever takes it ends it, or keeps it for others. */
  take(kind: WorkerKind, workers: number): WorkerPool {
    const kept = this.#kept
    if (kept?.kind !== kind) return new WorkerPool({ ...this.#options, kind, workers })
    clearTimeout(kept.timer)
    this.#kept = null
    kept.pool.resize(workers)
    return kept.pool
  }

  /** Keeps a pool all of whose work has ended well, in place of the one that was kept. Resolves when that is gone. */
  async keep(kind: WorkerKind, pool: WorkerPool): Promise<void> {
    if (this.#isClosed) {
      await pool.terminate()
      return
    }
    const released = this.release()
    const timer = setTimeout(() => void this.release(), keptFor).unref()
    this.#kept = { pool, kind, timer }
    await released
  }

  /** Ends the pool that is kept, where its memory is needed. */
  async release(): Promise<void> {
    const kept = this.#kept
    this.#kept = null
    if (kept === null) return
    clearTimeout(kept.timer)
    await kept.pool.terminate()
  }

  /** Ends the pool that is kept, and every one that is to be kept from now on. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.release()
  }
}
