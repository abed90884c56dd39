import { EngineError } from '../errors.ts'
import type { ReaderOperations } from './reader.ts'
import type { ThreadClient } from './thread-client.ts'

type Reader = ThreadClient<ReaderOperations>

/** Starts a thread that reads the database. */
export type StartReader = () => Promise<Reader>

/** A reading thread beside the first one: it is started when it is needed. */
export interface SpareReader {
  /** Has the thread do something. @throws {EngineError} ENGINE_CLOSED */
  use<Value>(work: (reader: Reader) => Promise<Value>): Promise<Value>
  /** Ends the thread once it has done what it was asked before. */
  close(): Promise<void>
}

/** @param idleTime so long after its last use the thread ends, in milliseconds; null for never */
export function createSpareReader(startReader: StartReader, idleTime: number | null): SpareReader {
  let starting: Promise<Reader> | null = null
  let ending: Promise<void> = Promise.resolve()
  let isClosed = false
  let uses = 0
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

  async function end(): Promise<void> {
    stopWaiting()
    const own = starting
    starting = null
    if (own !== null) await (await own).close()
  }

  function stopWaiting(): void {
    if (idle !== null) clearTimeout(idle)
    idle = null
  }

  return {
    async use(work) {
      stopWaiting()
      uses += 1
      try {
        return await work(await reader())
      } finally {
        uses -= 1
        if (uses === 0 && idleTime !== null && !isClosed) {
          idle = setTimeout(() => {
            // A thread that fails while it ends has told those who asked.
            ending = end().catch(() => {})
          }, idleTime).unref()
        }
      }
    },
    async close() {
      isClosed = true
      await ending
      await end()
    },
  }
}
