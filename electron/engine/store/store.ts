import { dirname } from 'node:path'
import type { ResultPage } from '../../../shared/contract/contract.ts'
import type { ResultRow, ResultStatus } from '../../../shared/model/result.ts'
import type { RunSummary } from '../../../shared/model/run.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { runNotFound } from '../errors.ts'
import { packItems, packResults } from './batches.ts'
import { folderError, unusablePath } from './database-errors.ts'
import { makeFolder } from './make-folder.ts'
import type { ReaderOperations, StoredRuns } from './reader.ts'
import type {
  EnumerationEnd,
  FoundItem,
  NewRun,
  ResultRecord,
  ResultTotals,
  RunEnd,
  StoredItem,
} from './records.ts'
import { startThread } from './thread-client.ts'
import type { ThreadClient } from './thread-client.ts'
import type { WriterOperations } from './writer.ts'

export interface StoreOptions {
  /** The database file, usually `batchyard.db` in the data directory. It and its folder are made if missing. */
  readonly file: string
  /** Where `store-thread` is: the source in development and tests, the built file in the product. */
  readonly threadUrl: URL
  /** The most pages of 4 KiB the database may have. Only for tests, to which a disk is then full. */
  readonly maximumPages?: number
}

/** Which process a run belongs to. A run that has ended belongs to nobody. */
export type RunOwner = 'this' | 'other' | 'nobody'

/**
 * The database, behind two threads: one that writes and one that only reads, so that a page or an export
 * never waits for a commit. Calls are carried out in the order in which they were made within each of the
 * two; a call that was answered is seen by every later one. Every method rejects with an `EngineError`.
 *
 * Close it when done: it keeps the process alive until then.
 */
export interface Store {
  /** Writes down a new run, which belongs to this store until it ends, and returns its number. */
  createRun(run: NewRun): Promise<number>
  /** Appends items, whose `seq` go on from the last. The run's totals change in the same transaction. */
  addItems(runId: number, items: readonly FoundItem[]): Promise<void>
  /**
   * Says for each path whether this is the first time that the run sees it. What was seen is kept on disk
   * until `finishEnumeration` or `finishRun`.
   */
  claimPaths(runId: number, paths: readonly PathText[]): Promise<boolean[]>
  /** Writes down that all inputs were looked through. */
  finishEnumeration(runId: number, end: EnumerationEnd): Promise<void>
  /** At most `limit` items after `afterSeq` (0 for the start) that have no result yet, in input order. */
  pendingItems(runId: number, afterSeq: number, limit: number): Promise<StoredItem[]>
  /** As `pendingItems`, but looks at the items `afterSeq + 1` to `lastSeq` only, however few are unfinished. */
  unfinishedItems(runId: number, afterSeq: number, lastSeq: number): Promise<StoredItem[]>
  /**
   * Writes down results, all of them or none, and adds `totals` to the run's counts in the same
   * transaction. Positions must go on from the last one committed, and no item may have two results.
   */
  commitResults(runId: number, rows: readonly ResultRecord[], totals: ResultTotals): Promise<void>
  /** Writes down how the run ended. From then on it survives a power cut and cannot change. */
  finishRun(runId: number, end: RunEnd): Promise<void>
  getRun(runId: number): Promise<RunSummary | null>
  /** The newest runs first; those before the run `before`, where it is given. */
  listRuns(options: { readonly limit: number; readonly before?: number | undefined }): Promise<RunSummary[]>
  /** Rows `offset` to `offset + limit` in result order, of one status where it is given. As fast at any offset. */
  resultPage(
    runId: number,
    options: {
      readonly status?: ResultStatus | undefined
      readonly offset: number
      readonly limit: number
    },
  ): Promise<ResultPage>
  /** At most `limit` rows after `afterPosition` (0 for the start), in result order. */
  exportRows(runId: number, afterPosition: number, limit: number): Promise<ResultRow[]>
  /** Whose the run is. A run whose process has died becomes `interrupted` here and belongs to nobody. */
  runOwner(runId: number): Promise<RunOwner>
  /**
   * Lets both threads finish what they were asked before, makes the runs of this store that have not ended
   * `interrupted`, and closes. Later calls reject with ENGINE_CLOSED. Rejects where the runs could not be
   * changed (the disk is full, say): the store is closed all the same, and the next opening changes them.
   */
  close(): Promise<void>
}

/**
 * Opens the database, making or migrating it as needed. Runs left behind by processes that have died become
 * `interrupted`; those of living processes are not touched.
 *
 * @throws {EngineError} DATABASE_UNREADABLE, DATABASE_TOO_NEW, DATABASE_BUSY or DISK_FULL
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { file, threadUrl } = options
  const maximumPages = options.maximumPages ?? null
  if (!file.isWellFormed() || file.includes('\0')) throw unusablePath(file)
  try {
    await makeFolder(dirname(file))
  } catch (error) {
    throw folderError(error, dirname(file))
  }
  const writer = await startThread<WriterOperations>(threadUrl, { role: 'writer', file, maximumPages })
  try {
    const ownerId = await writer.call('ownerId')
    const reader = await startThread<ReaderOperations>(threadUrl, { role: 'reader', file, ownerId })
    return createStore(writer, reader)
  } catch (error) {
    await writer.close()
    throw error
  }
}

function createStore(writer: ThreadClient<WriterOperations>, reader: ThreadClient<ReaderOperations>): Store {
  let closing: Promise<void> | null = null

  /** Runs whose process has died are ended before they are shown. */
  async function readRuns(read: () => Promise<StoredRuns>): Promise<RunSummary[]> {
    const first = await read()
    if (first.deadOwners.length === 0) return first.runs
    await writer.call('interruptRunsOf', first.deadOwners)
    return (await read()).runs
  }

  return {
    createRun: (run) => writer.call('createRun', run),
    async addItems(runId, items) {
      if (items.length > 0) await writer.call('addItems', runId, packItems(items))
    },
    claimPaths: (runId, paths) => writer.call('claimPaths', runId, paths),
    finishEnumeration: (runId, end) => writer.call('finishEnumeration', runId, end),
    async commitResults(runId, rows, totals) {
      if (rows.length > 0) await writer.call('commitResults', runId, packResults(rows), totals)
    },
    finishRun: (runId, end) => writer.call('finishRun', runId, end),

    pendingItems: (runId, afterSeq, limit) => reader.call('pendingItems', runId, afterSeq, limit),
    unfinishedItems: (runId, afterSeq, lastSeq) => reader.call('unfinishedItems', runId, afterSeq, lastSeq),
    async getRun(runId) {
      const runs = await readRuns(() => reader.call('getRun', runId))
      return runs[0] ?? null
    },
    listRuns: ({ limit, before }) => readRuns(() => reader.call('listRuns', limit, before ?? null)),
    async resultPage(runId, { status, offset, limit }) {
      const page = await reader.call('resultPage', runId, status ?? null, offset, limit)
      if (page === null) throw runNotFound(runId)
      return page
    },
    exportRows: (runId, afterPosition, limit) => reader.call('exportRows', runId, afterPosition, limit),
    async runOwner(runId) {
      const owner = await reader.call('runOwner', runId)
      if (owner.kind !== 'dead') return owner.kind
      await writer.call('interruptRunsOf', [owner.id])
      return 'nobody'
    },

    close() {
      // The reader first: the last connection to close writes the log back and removes it, and only the
      // writer may.
      closing ??= reader.close().finally(() => writer.close())
      return closing
    },
  }
}
