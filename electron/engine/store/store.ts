import { dirname } from 'node:path'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import type { RunSummary } from '../../../shared/model/run.ts'
import { EngineError, presetNotFound, runNotFound } from '../errors.ts'
import { packItems, packResults } from './batches.ts'
import { createComparisonThread } from './comparison-thread.ts'
import { folderError, unusablePath } from './database-errors.ts'
import type { IndexedDone } from './item-writer.ts'
import { createMailbox } from './mailbox.ts'
import { makeFolder } from './make-folder.ts'
import type { ReaderOperations } from './reader.ts'
import type { DoneBefore, FoundItem } from './records.ts'
import { createResultPages } from './result-pages.ts'
import { unpackRows } from './row-columns.ts'
import type { StoredRuns } from './run-queries.ts'
import type { Draft, Store } from './store-face.ts'
import { startThread } from './thread-client.ts'
import type { ThreadClient } from './thread-client.ts'
import type { WriterOperations } from './writer.ts'

export type { Draft, RunOwner, Store } from './store-face.ts'

export interface StoreOptions {
  /** The database file, usually `batchyard.db` in the data directory. It and its folder are made if missing. */
  readonly file: string
  /** Where `store-thread` is: the source in development and tests, the built file in the product. */
  readonly threadUrl: URL
  /** The most pages of 4 KiB the database may have. Only for tests, to which a disk is then full. */
  readonly maximumPages?: number
}

type Writer = ThreadClient<WriterOperations>
type Reader = ThreadClient<ReaderOperations>

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
    const startReader = () => startThread<ReaderOperations>(threadUrl, { role: 'reader', file, ownerId })
    return createStore(writer, await startReader(), startReader)
  } catch (error) {
    await writer.close()
    throw error
  }
}

function createStore(writer: Writer, reader: Reader, startReader: () => Promise<Reader>): Store {
  let closing: Promise<void> | null = null
  const views = createResultPages(startReader)
  const comparisons = createComparisonThread(startReader)
  let lastClaims = 0
  let lastDraft = 0
  let deleting: Promise<void> = deleteHiddenRuns(writer)

  /** Runs whose process has died are ended before they are shown. */
  async function readRuns(read: () => Promise<StoredRuns>): Promise<RunSummary[]> {
    const first = await read()
    if (first.deadOwners.length === 0) return first.runs
    await writer.call('interruptRunsOf', first.deadOwners)
    return (await read()).runs
  }

  async function requireRun(runId: number): Promise<RunSummary> {
    const [run] = await readRuns(() => reader.call('getRun', runId))
    if (run === undefined) throw runNotFound(runId)
    return run
  }

  return {
    ...createMailbox(writer, reader),

    createRun: (run) => writer.call('createRun', run),
    async startSession(runId, kind, startedAt, which) {
      // A run whose process has died is taken over.
      await requireRun(runId)
      await writer.call('startSession', runId, kind, startedAt, which ?? null)
      return await requireRun(runId)
    },
    setPause: (runId, pause) => writer.call('setPause', runId, pause),
    finishRun: (runId, end) => writer.call('finishRun', runId, end),
    async getRun(runId) {
      const runs = await readRuns(() => reader.call('getRun', runId))
      return runs[0] ?? null
    },
    getJob: (runId) => reader.call('getJob', runId),
    listRuns: ({ limit, before, search, states }) =>
      readRuns(() =>
        reader.call('listRuns', {
          limit,
          before: before ?? null,
          search: search === undefined || search === '' ? null : search,
          states: states ?? null,
        }),
      ),
    queuedRuns: () => reader.call('queuedRuns'),
    reorderQueue: (runIds) => writer.call('reorderQueue', runIds),
    async runOwner(runId) {
      const owner = await reader.call('runOwner', runId)
      if (owner.kind !== 'dead') return owner.kind
      await writer.call('interruptRunsOf', [owner.id])
      return 'nobody'
    },
    async deleteRun(runId) {
      await requireRun(runId)
      await writer.call('hideRun', runId)
      deleting = deleting.then(() => deleteHiddenRuns(writer))
    },
    expiredRuns: (retention, now) => reader.call('expiredRuns', retention, now),

    addItems: (runId, items, done = []) =>
      writer.call('addItems', runId, packItems(items), doneItems(items, done)),
    claimPaths: (runId, paths) => writer.call('claimPaths', runId, paths),
    knownPaths: (runId, paths) => writer.call('knownPaths', runId, paths),
    openClaims() {
      lastClaims += 1
      const claims = lastClaims
      return {
        claim: (paths) => writer.call('claimUnowned', claims, paths),
        [Symbol.asyncDispose]: () => writer.call('forgetUnowned', claims),
      }
    },
    async prepareDone(recipe) {
      while (await writer.call('indexDone', recipe));
    },
    findDone: (recipe, items) => reader.call('findDone', recipe, packItems(items)),
    restartEnumeration: (runId) => writer.call('restartEnumeration', runId),
    finishEnumeration: (runId, end) => writer.call('finishEnumeration', runId, end),
    pendingItems: (runId, afterSeq, limit) => reader.call('pendingItems', runId, afterSeq, limit),
    unfinishedItems: (runId, afterSeq, lastSeq) => reader.call('unfinishedItems', runId, afterSeq, lastSeq),
    itemsToDo: (runId, seqs) => reader.call('itemsToDo', runId, seqs),

    commitResults: (runId, { results, attempts, logs }) =>
      writer.call('commitResults', runId, packResults(results), attempts, logs),
    async resultPage(runId, { status, cause, equals, text, sort, offset, limit }) {
      const selection = {
        status: status ?? null,
        cause: cause ?? null,
        equals: equals ?? null,
        text: text === undefined || text === '' ? null : text,
        sort: sort ?? null,
      }
      const { cause: ofCause, equals: value, text: search, sort: order } = selection
      const isPlain = [ofCause, value, search, order].every((each) => each === null)
      const page = isPlain
        ? await reader.call('resultPage', runId, selection.status, offset, limit)
        : await views.page(runId, selection, offset, limit)
      if (page === null) throw runNotFound(runId)
      if (isPlain) views.prepare(page.total)
      return page
    },
    waitingItems: (runId, { text, after, limit }) =>
      views.waitingItems(runId, text === undefined || text === '' ? null : text, after, limit),
    async groups(runId, columns, offset, limit) {
      const page = await views.groups(runId, columns, offset, limit)
      if (page === null) throw runNotFound(runId)
      return page
    },
    groupedRows: (runId, columns, offset, limit) => views.groupedRows(runId, columns, offset, limit),
    compareRuns: (runs, wanted) => comparisons.compare(runs, wanted),
    exportRows: async (runId, afterPosition, limit) =>
      unpackRows(await reader.call('exportRows', runId, afterPosition, limit)),
    item: (runId, seq) => reader.call('item', runId, seq),
    causes: (runId, limit) => reader.call('causes', runId, limit),
    attempts: (runId, seq) => reader.call('attempts', runId, seq),
    log: (runId, seq, attempt) => reader.call('log', runId, seq, attempt),
    sessions: (runId) => reader.call('sessions', runId),
    addThroughput: (runId, sample) => writer.call('addThroughput', runId, sample),
    throughput: (runId) => reader.call('throughput', runId),

    openDraft: (makesOutputs) => {
      lastDraft += 1
      return draftOf(writer, lastDraft, makesOutputs)
    },
    planOutputs: (runId, plannedTo, items) => writer.call('planOutputs', runId, plannedTo, items),
    replanOutputs: (runId, items) => writer.call('replanOutputs', runId, items),
    planOwnOutputs: (runId, outputs) => writer.call('planOwnOutputs', runId, outputs),
    outputOwners: (runId, keys) => reader.call('outputOwners', runId, keys),
    outputEnds: (runId) => reader.call('outputEnds', runId),
    outputFigures: (runId) => reader.call('outputFigures', runId),
    outputPage: (runId, { action, offset, limit }) =>
      reader.call('outputPage', runId, action ?? null, offset, limit),
    madeOutputs: (runId, before, limit) => reader.call('madeOutputs', runId, before, limit),
    unmadeOutputs: (runId, afterSeq, limit) => reader.call('unmadeOutputs', runId, afterSeq, limit),
    adoptOutputs: (runId, outputs) => writer.call('adoptOutputs', runId, outputs),
    markUndo: (runId, records) => writer.call('markUndo', runId, records),

    presets: () => reader.call('presets'),
    preset: (reference) => reader.call('preset', reference),
    async savePreset(draft) {
      const id = await writer.call('savePreset', draft, Date.now())
      const preset = await reader.call('preset', { id })
      if (preset === null) throw presetNotFound(draft.name)
      return preset
    },
    deletePreset: (id) => writer.call('deletePreset', id),
    codeTrust: (hash) => reader.call('codeTrust', hash),
    rememberForeignCode: (hash) => writer.call('rememberForeignCode', hash, Date.now()),
    acceptCode: (hash) => writer.call('acceptCode', hash, Date.now()),
    settings: () => reader.call('settings'),
    async changeSettings(change) {
      await writer.call('changeSettings', change)
      return await reader.call('settings')
    },

    statistics: () => reader.call('statistics'),
    async check() {
      const checker = await startReader()
      try {
        return await checker.call('check')
      } finally {
        await checker.close()
      }
    },
    async compact() {
      await deleting
      await writer.call('forgetDeletedDone')
      return await writer.call('compact')
    },
    close() {
      // Readers first: the last connection to close writes the log back and removes it, and only the
      // writer may.
      closing ??= Promise.all([views.close(), comparisons.close(), reader.close()])
        .finally(() => writer.close())
        .then(() => {})
      return closing
    },
  }
}

/** Deletes what belongs to runs that are gone, bit by bit. What cannot be deleted now is left to the next time. */
async function deleteHiddenRuns(writer: Writer): Promise<void> {
  try {
    for (const runId of await writer.call('hiddenRuns')) {
      while (await writer.call('deleteHiddenPart', runId));
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
  }
}

function draftOf(writer: Writer, draft: number, makesOutputs: boolean): Draft {
  let added = 0
  return {
    async add(items, doneIn) {
      const firstSeq = added + 1
      added += items.length
      await writer.call('addToDraft', draft, firstSeq, packItems(items), doneIn, makesOutputs)
    },
    items: (afterSeq, limit) => writer.call('draftItems', draft, afterSeq, limit),
    plan: (items) => writer.call('planDraft', draft, items),
    owners: (keys) => writer.call('draftOwners', draft, keys),
    isInput: (paths) => writer.call('draftInputs', draft, paths),
    counts: () => writer.call('draftCounts', draft),
    page: ({ action, offset, limit }) => writer.call('draftPage', draft, action ?? null, offset, limit),
    [Symbol.asyncDispose]: () => writer.call('forgetDraft', draft),
  }
}

/** The items of a batch that were done before. */
function doneItems(items: readonly FoundItem[], done: readonly (DoneBefore | null)[]): IndexedDone[] {
  return done.flatMap((each, index) =>
    each === null ? [] : [{ ...each, index, bytes: cappedBytes(items[index]?.size ?? 0) }],
  )
}
