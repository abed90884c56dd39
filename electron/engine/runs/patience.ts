import { setTimeout as delay } from 'node:timers/promises'
import { EngineError } from '../errors.ts'
import type { Store } from '../store/store.ts'

/** How long is waited before something is written again that could not be written, in milliseconds. */
const interval = 1_000

/**
 * How often a database is tried that another program holds locked. SQLite itself waits a few seconds each
 * time, so that this is about a minute.
 */
const mostBusyTries = 10

export interface PatienceOptions {
  /** Nothing is tried again any more. */
  readonly signal: AbortSignal
  /** Told with a sentence that the disk is full, and with null that what waited could be written. */
  readonly onFull: (message: string | null) => void
}

/**
 * Writes to the database as often as it takes: a full disk is waited for until there is room, one that is
 * locked by another program for about a minute. All that is written is written whole or not at all, so it
 * may be tried again.
 */
export class Patience {
  readonly #options: PatienceOptions
  /** Writes that wait for room. */
  #waiting = 0

  constructor(options: PatienceOptions) {
    this.#options = options
  }

  /** @throws what the writing failed with, where it is of no use to wait */
  async write<Value>(write: () => Promise<Value>): Promise<Value> {
    let isWaiting = false
    try {
      for (let busy = 0; ;) {
        try {
          return await write()
        } catch (error) {
          const code = error instanceof EngineError && !this.#options.signal.aborted ? error.code : null
          if (code === 'DATABASE_BUSY') busy += 1
          const isWorthWaiting = code === 'DISK_FULL' || (code === 'DATABASE_BUSY' && busy < mostBusyTries)
          if (!isWorthWaiting) throw error
          if (code === 'DISK_FULL' && error instanceof Error && !isWaiting) {
            isWaiting = true
            this.#waiting += 1
            this.#options.onFull(error.message)
          }
        }
        await this.#wait()
      }
    } finally {
      if (isWaiting) this.#waiting -= 1
      if (isWaiting && this.#waiting === 0) this.#options.onFull(null)
    }
  }

  async #wait(): Promise<void> {
    try {
      await delay(interval, undefined, { signal: this.#options.signal })
    } catch {
      // The signal: the next try is the last.
    }
  }
}

/** The store, whose writes of items, of results and of the run's end are tried as often as it takes. */
export function patientStore(store: Store, patience: Patience): Store {
  return {
    ...store,
    addItems: (runId, items, done) => patience.write(() => store.addItems(runId, items, done)),
    claimPaths: (runId, paths) => patience.write(() => store.claimPaths(runId, paths)),
    finishEnumeration: (runId, end) => patience.write(() => store.finishEnumeration(runId, end)),
    commitResults: (runId, batch) => patience.write(() => store.commitResults(runId, batch)),
    finishRun: (runId, end) => patience.write(() => store.finishRun(runId, end)),
  }
}
