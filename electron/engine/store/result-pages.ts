import type { ResultPage } from '../../../shared/contract/contract.ts'
import type { WaitingPage } from '../../../shared/contract/run-queries.ts'
import type { ResultGroupPage } from '../../../shared/model/result-group.ts'
import { EngineError } from '../errors.ts'
import type { ReaderOperations } from './reader.ts'
import type { GroupColumns, GroupedRow } from './result-groups.ts'
import type { ResultSelection } from './result-order.ts'
import type { ThreadClient } from './thread-client.ts'

/** Pages in any order, groups, and what has no result yet, from a thread that is started when the first one is asked for. */
export interface ResultPages {
  /** Null where there is no such run. */
  page(runId: number, selection: ResultSelection, offset: number, limit: number): Promise<ResultPage | null>
  /** Null where there is no such run. */
  groups(runId: number, columns: GroupColumns, offset: number, limit: number): Promise<ResultGroupPage | null>
  groupedRows(runId: number, columns: GroupColumns, offset: number, limit: number): Promise<GroupedRow[]>
  waitingItems(runId: number, text: string | null, after: number, limit: number): Promise<WaitingPage>
  close(): Promise<void>
}

/**
 * A selection is made ready when nobody has asked for a page for so long, in milliseconds: whoever tries one
 * order after the other is answered with first pages and does not wait for what is made ready in between.
 */
const quietTime = 250

type Reader = ThreadClient<ReaderOperations>

export function createResultPages(startReader: () => Promise<Reader>): ResultPages {
  let starting: Promise<Reader> | null = null
  let isClosed = false
  let quiet: NodeJS.Timeout | null = null

  function stopWaiting(): void {
    if (quiet !== null) clearTimeout(quiet)
    quiet = null
  }

  function reader(): Promise<Reader> {
    if (isClosed) throw new EngineError('ENGINE_CLOSED', 'The database has been closed.')
    starting ??= startReader()
    // A thread that could not start is tried again the next time.
    starting.catch(() => {
      starting = null
    })
    return starting
  }

  return {
    async page(runId, selection, offset, limit) {
      stopWaiting()
      const thread = await reader()
      const found = await thread.call('viewPage', runId, selection, offset, limit)
      if (found === null) return null
      const { isPartial, ...page } = found
      if (isPartial) {
        stopWaiting()
        quiet = setTimeout(() => {
          // A failure is told to whoever asks next.
          thread.call('makeViewReady', runId, selection).catch(() => {})
        }, quietTime)
      }
      return page
    },
    async groups(runId, columns, offset, limit) {
      const thread = await reader()
      return await thread.call('groupPage', runId, columns, offset, limit)
    },
    async groupedRows(runId, columns, offset, limit) {
      const thread = await reader()
      return await thread.call('groupedRows', runId, columns, offset, limit)
    },
    async waitingItems(runId, text, after, limit) {
      const thread = await reader()
      return await thread.call('waitingItems', runId, text, after, limit)
    },
    async close() {
      isClosed = true
      stopWaiting()
      if (starting !== null) await (await starting).close()
    },
  }
}
