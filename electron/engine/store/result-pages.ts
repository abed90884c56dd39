import type { ResultPage } from '../../../shared/contract/contract.ts'
import type { WaitingPage } from '../../../shared/contract/run-queries.ts'
import type { ResultGroupPage } from '../../../shared/model/result-group.ts'
import type { GroupColumns, GroupedRow } from './result-groups.ts'
import { directRows, selectionKey, type ResultSelection } from './result-order.ts'
import { createSpareReader, type StartReader } from './spare-reader.ts'

/**
 * Pages in any order, groups, and what has no result yet, from two threads: one answers, and the other makes whole selections ready
 * meanwhile, so that nobody who asks for something else waits for that.
 */
export interface ResultPages {
  /** Somebody looks at results, and may ask for another order next: the thread that will answer is started. */
  prepare(): void
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
 * order after the other is answered with first pages alone.
 */
const quietTime = 250

/** After so long without work the thread that makes selections ends, in milliseconds. */
const makerIdleTime = 60_000

interface Wanted {
  readonly runId: number
  readonly selection: ResultSelection
}

interface Making {
  readonly key: string
  readonly done: Promise<void>
}

export function createResultPages(startReader: StartReader): ResultPages {
  const answerer = createSpareReader(startReader, null)
  const maker = createSpareReader(startReader, makerIdleTime)
  let quiet: NodeJS.Timeout | null = null
  let making: Making | null = null
  /** What is to be made ready after that. */
  let next: Wanted | null = null
  let isPrepared = false

  function whenQuiet(act: () => void): void {
    stopWaiting()
    quiet = setTimeout(act, quietTime).unref()
  }

  function stopWaiting(): void {
    if (quiet !== null) clearTimeout(quiet)
    quiet = null
  }

  async function makeReady({ runId, selection }: Wanted): Promise<void> {
    try {
      const view = await maker.use((reader) => reader.call('makeView', runId, selection))
      if (view !== null) await answerer.use((reader) => reader.call('keepView', runId, selection, view))
    } catch {
      // A failure is told to whoever asks next.
    }
  }

  /** Of those that are wanted while another is being made, only the last one is made. */
  function want(wanted: Wanted): void {
    if (making !== null) {
      next = wanted
      return
    }
    const done = makeReady(wanted).then(() => {
      making = null
      const following = next
      next = null
      if (following !== null) want(following)
    })
    making = { key: selectionKey(wanted.runId, wanted.selection), done }
  }

  return {
    prepare() {
      if (isPrepared) return
      whenQuiet(() => {
        isPrepared = true
        // A failure is told to whoever asks next.
        answerer.use(() => Promise.resolve()).catch(() => {})
      })
    },
    async page(runId, selection, offset, limit) {
      isPrepared = true
      stopWaiting()
      const key = selectionKey(runId, selection)
      if (making?.key === key && offset + limit > directRows) await making.done
      const found = await answerer.use((reader) => reader.call('viewPage', runId, selection, offset, limit))
      if (found === null) return null
      const { isPartial, ...page } = found
      if (isPartial && making?.key !== key) whenQuiet(() => want({ runId, selection }))
      return page
    },
    groups: (runId, columns, offset, limit) =>
      answerer.use((reader) => reader.call('groupPage', runId, columns, offset, limit)),
    groupedRows: (runId, columns, offset, limit) =>
      answerer.use((reader) => reader.call('groupedRows', runId, columns, offset, limit)),
    waitingItems: (runId, text, after, limit) =>
      answerer.use((reader) => reader.call('waitingItems', runId, text, after, limit)),
    async close() {
      stopWaiting()
      next = null
      await Promise.all([maker.close(), answerer.close()])
    },
  }
}
