import { EngineError } from '../errors.ts'
import type { ComparedPage, ComparedRuns, WantedRows } from './comparisons.ts'
import type { ReaderOperations } from './reader.ts'
import type { ThreadClient } from './thread-client.ts'

/** After so long without a request the thread ends and all comparisons are forgotten, in milliseconds. */
const idleTime = 10 * 60_000

type Reader = ThreadClient<ReaderOperations>

/** Comparisons of runs, on a thread that is there as long as somebody looks at them: no other page waits for one. */
export interface ComparisonThread {
  /** @throws {EngineError} RUN_NOT_FOUND, RUN_ACTIVE */
  compare(runs: ComparedRuns, wanted: WantedRows): Promise<ComparedPage>
  close(): Promise<void>
}

export function createComparisonThread(startReader: () => Promise<Reader>): ComparisonThread {
  let starting: Promise<Reader> | null = null
  let ending: Promise<void> = Promise.resolve()
  let isClosed = false
  let idle: NodeJS.Timeout | null = null

  function reader(): Promise<Reader> {
    if (isClosed) throw new EngineError('ENGINE_CLOSED', 'The database has been closed.')
    const own = (starting ??= startReader())
    // A thread that could not start is tried again the next time.
    own.catch(() => {
      if (starting === own) starting = null
    })
    return own
  }

  /** Ends the thread once it has done what it was asked before. */
  async function end(): Promise<void> {
    if (idle !== null) clearTimeout(idle)
    const own = starting
    starting = null
    if (own !== null) await (await own).close()
  }

  return {
    async compare(runs, wanted) {
      const thread = await reader()
      if (idle !== null) clearTimeout(idle)
      try {
        return await thread.call('compareRuns', runs, wanted)
      } finally {
        if (idle !== null) clearTimeout(idle)
        idle = setTimeout(() => {
          // A thread that fails while it ends has told those who asked.
          ending = end().catch(() => {})
        }, idleTime).unref()
      }
    },
    async close() {
      isClosed = true
      await ending
      await end()
    },
  }
}
