import type { ResultPage } from '../../../shared/contract/contract.ts'
import type { WaitingPage } from '../../../shared/contract/run-queries.ts'
import type { ResultGroupPage } from '../../../shared/model/result-group.ts'
import type { GroupColumns, GroupedRow } from './result-groups.ts'
import { directRows, fewResults, selectionKey, type ResultSelection } from './result-order.ts'
import { createSpareReader, type SpareReader, type StartReader } from './spare-reader.ts'

/**
 * Pages in any order, groups, and what has no result yet, from two threads: one answers, and the other makes whole
 * selections ready meanwhile, so that nobody who asks for something else waits for that. Of a long run a
 * search, and the first rows of an order, are found by both at once.
 */
export interface ResultPages {
  /** Somebody looks at so many results, and may sort or search next: the threads that will answer are started. */
  prepare(results: number): void
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
const makerIdleTime = 600_000

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
  let preparing: NodeJS.Timeout | null = null
  /** Selections that both threads are at work on, by their keys. */
  const dividing = new Map<string, Promise<void>>()

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

  function start(reader: SpareReader): void {
    // A failure is told to whoever asks next.
    reader.use(() => Promise.resolve()).catch(() => {})
  }

  /** Has both threads work at once, where that is worth it; then the page is only a lookup. */
  async function doInParts(runId: number, selection: ResultSelection): Promise<void> {
    if (making !== null) return
    try {
      const [first, second] = await answerer.use((reader) => reader.call('planParts', runId, selection))
      if (first === undefined || second === undefined) return
      const parts = await Promise.all([
        answerer.use((reader) => reader.call('makePart', runId, selection, first)),
        maker.use((reader) => reader.call('makePart', runId, selection, second)),
      ])
      const done = parts.filter((part) => part !== null)
      if (done.length < parts.length) return
      await answerer.use((reader) => reader.call('joinParts', runId, selection, done))
    } catch {
      // The page looks for itself, and tells whoever asked if it fails too.
    }
  }

  /** Whoever asks for the same while it is being done waits for the same. */
  function inParts(runId: number, selection: ResultSelection): Promise<void> {
    const key = selectionKey(runId, selection)
    const own = dividing.get(key) ?? doInParts(runId, selection).finally(() => dividing.delete(key))
    dividing.set(key, own)
    return own
  }

  return {
    prepare(results) {
      preparing ??= setTimeout(() => {
        preparing = null
        start(answerer)
        if (results > fewResults) start(maker)
      }, quietTime).unref()
    },
    async page(runId, selection, offset, limit) {
      stopWaiting()
      const key = selectionKey(runId, selection)
      const isNearStart = offset + limit <= directRows
      if (selection.text !== null || (selection.sort !== null && isNearStart)) await inParts(runId, selection)
      else if (making?.key === key && !isNearStart) await making.done
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
      if (preparing !== null) clearTimeout(preparing)
      next = null
      await Promise.all([maker.close(), answerer.close()])
    },
  }
}
