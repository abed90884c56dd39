import type { ResultPage } from '../../../shared/contract/contract.ts'
import type { DatabaseCheck, DatabaseStatistics } from '../../../shared/contract/maintenance.ts'
import type { PresetReference } from '../../../shared/contract/presets.ts'
import type { ItemDetails, ItemLog, WaitingPage } from '../../../shared/contract/run-queries.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { Preset, PresetDraft } from '../../../shared/model/preset.ts'
import type { OutputRow, PlanAction, PlanRow } from '../../../shared/model/plan-row.ts'
import type { MadeOutput } from '../../../shared/model/planned-output.ts'
import type { ResultGroupPage } from '../../../shared/model/result-group.ts'
import type { Attempt, ResultRow, ResultStatus } from '../../../shared/model/result.ts'
import type { Pause, RunState, RunSummary } from '../../../shared/model/run.ts'
import type { RetrySelection, Session, SessionKind, ThroughputSample } from '../../../shared/model/session.ts'
import type { Retention, Settings, SettingsChange } from '../../../shared/model/settings.ts'
import type { Compaction } from './compaction.ts'
import type { ComparedPage, ComparedRuns, WantedRows } from './comparisons.ts'
import type { FailureCauses } from './history-queries.ts'
import type { Mailbox } from './mailbox.ts'
import type {
  AddedItems,
  ChosenJob,
  CommitBatch,
  CommittedCounts,
  DoneBefore,
  DraftItem,
  EnumerationEnd,
  FoundItem,
  MadeRow,
  NewRun,
  OutputEnds,
  OutputFigures,
  PlannedItem,
  RunEnd,
  StoredItem,
  UndoRecord,
  UnmadeRow,
} from './records.ts'
import type { OwnOutput } from './output-writer.ts'
import type { GroupColumns, GroupedRow } from './result-groups.ts'
import type { ResultSelection } from './result-order.ts'
import type { QueuedRun } from './run-queries.ts'
import type { CodeTrust } from './trust-queries.ts'

/** Which process a run belongs to. A run that waits or has ended belongs to nobody. */
export type RunOwner = 'this' | 'other' | 'nobody'

/** Runs and their course. */
export interface RunStore {
  /** Writes down a new run and returns its number. Unless it waits, it is at work and belongs to this store. */
  createRun(run: NewRun): Promise<number>
  /**
   * Takes a run that waits or has ended into this store's hands: a new session begins.
   * @param which the items to be done again, for a retry; they are remembered until they are done, over any
   * number of sessions
   * @throws {EngineError} RUN_NOT_FOUND, RUN_ACTIVE (at work here, or `start` of a run that does not wait),
   * RUN_ELSEWHERE, NOTHING_TO_DO, ITEM_NOT_FOUND
   */
  startSession(
    runId: number,
    kind: SessionKind,
    startedAt: number,
    which?: RetrySelection,
  ): Promise<RunSummary>
  /** Makes the run `paused`, or `running` again. */
  setPause(runId: number, pause: Pause | null): Promise<void>
  /**
   * Writes down how the run ended. From then on it survives a power cut and changes only by a new session.
   * A run that waits may be ended as well, by any process.
   */
  finishRun(runId: number, end: RunEnd): Promise<void>
  getRun(runId: number): Promise<RunSummary | null>
  /** The whole job of a run, with all its inputs. */
  getJob(runId: number): Promise<ChosenJob | null>
  /** The newest runs first; those before the run `before`, where it is given. */
  listRuns(options: {
    readonly limit: number
    readonly before?: number | undefined
    readonly search?: string | undefined
    readonly states?: readonly RunState[] | undefined
  }): Promise<RunSummary[]>
  /** The runs that wait, in their order. */
  queuedRuns(): Promise<QueuedRun[]>
  /** Puts the queue into this order; runs of it that are not named come after those that are. */
  reorderQueue(runIds: readonly number[]): Promise<void>
  /** Whose the run is. A run whose process has died becomes `interrupted` here and belongs to nobody. */
  runOwner(runId: number): Promise<RunOwner>
  /** Deletes a run. It is gone at once; its rows go bit by bit. @throws {EngineError} RUN_ACTIVE, RUN_ELSEWHERE */
  deleteRun(runId: number): Promise<void>
  /** Ended runs that are to go by these settings, at this moment (milliseconds since 1970). */
  expiredRuns(retention: Retention, now: number): Promise<number[]>
}

/** Paths that were seen, kept on disk. */
export interface PathClaims {
  /** Says for each path whether this is the first time that it is seen. */
  claim(paths: readonly PathText[]): Promise<boolean[]>
  [Symbol.asyncDispose](): Promise<void>
}

/** The items of a run. */
export interface ItemStore {
  /**
   * Appends items, whose `seq` go on from the last. The run's totals change in the same transaction.
   * @param done for each item where it was done before, or null; such items get their result at once
   */
  addItems(
    runId: number,
    items: readonly FoundItem[],
    done?: readonly (DoneBefore | null)[],
  ): Promise<AddedItems>
  /**
   * Says for each path whether this is the first time that the run sees it. What was seen is kept on disk
   * until `finishEnumeration` or `finishRun`.
   */
  claimPaths(runId: number, paths: readonly PathText[]): Promise<boolean[]>
  /** Says for each path whether the run had an item of it at the first call of its session. */
  knownPaths(runId: number, paths: readonly PathText[]): Promise<boolean[]>
  /** Remembers paths as `claimPaths` does, without a run, until it is disposed of. */
  openClaims(): PathClaims
  /** Makes `findDone` find what has been done under the recipe by now. May take seconds for a long history. */
  prepareDone(recipe: string): Promise<void>
  /** Says for each item where it was done under the recipe before, unchanged since; null where it was not. */
  findDone(recipe: string, items: readonly FoundItem[]): Promise<(DoneBefore | null)[]>
  /**
   * Forgets what `claimPaths` and `knownPaths` remember of the run, so that its inputs can be looked through
   * again: every item that was added until then is known.
   */
  restartEnumeration(runId: number): Promise<void>
  /** Writes down that all inputs were looked through. */
  finishEnumeration(runId: number, end: EnumerationEnd): Promise<void>
  /** At most `limit` items after `afterSeq` (0 for the start) that are to be done (again), in input order. */
  pendingItems(runId: number, afterSeq: number, limit: number): Promise<StoredItem[]>
  /** As `pendingItems`, but looks at the items `afterSeq + 1` to `lastSeq` only, however few are unfinished. */
  unfinishedItems(runId: number, afterSeq: number, lastSeq: number): Promise<StoredItem[]>
  /** Of these items those that are to be done (again), in the order given. */
  itemsToDo(runId: number, seqs: readonly number[]): Promise<StoredItem[]>
}

/** Results and what happened on the way to them. */
export interface ResultStore {
  /**
   * Writes down results, tries and logs, all of them or none, and the run's counts in the same transaction.
   * A result goes to the next position, or to the place of the one it replaces. No item may have two.
   */
  commitResults(runId: number, batch: CommitBatch): Promise<CommittedCounts>
  /**
   * Rows `offset` to `offset + limit` of those that are selected, in result order unless they are sorted. What
   * is searched, sorted or of a cause is up to a few seconds old while the run is at work.
   */
  resultPage(
    runId: number,
    options: {
      readonly status?: ResultStatus | undefined
      readonly cause?: string | undefined
      readonly equals?: ResultSelection['equals'] | undefined
      readonly text?: string | undefined
      readonly sort?: ResultSelection['sort'] | undefined
      readonly offset: number
      readonly limit: number
    },
  ): Promise<ResultPage>
  /**
   * At most `limit` items behind the place `after` of the input (0 for the start) that have no result yet, in input
   * order; with a text those whose path has it in it, in small and capital letters alike.
   */
  waitingItems(
    runId: number,
    options: { readonly text?: string | undefined; readonly after: number; readonly limit: number },
  ): Promise<WaitingPage>
  /**
   * Results that have the same value in a column, those first that waste most. Found in one walk through the
   * results, and kept for the next page; up to a few seconds old while the run is at work.
   */
  groups(runId: number, columns: GroupColumns, offset: number, limit: number): Promise<ResultGroupPage>
  /** Rows `offset` to `offset + limit` of the results that are in groups, group after group. */
  groupedRows(runId: number, columns: GroupColumns, offset: number, limit: number): Promise<GroupedRow[]>
  /**
   * Compares two runs that have ended. Made in one walk through both, on a thread of its own, and kept for the next
   * page.
   * @throws {EngineError} RUN_NOT_FOUND, RUN_ACTIVE
   */
  compareRuns(runs: ComparedRuns, wanted: WantedRows): Promise<ComparedPage>
  /** At most `limit` rows after `afterPosition` (0 for the start), in result order. */
  exportRows(runId: number, afterPosition: number, limit: number): Promise<ResultRow[]>
  /** One item and what became of it. */
  item(runId: number, seq: number): Promise<ItemDetails | null>
  /** The failures of a run, grouped, the most frequent first; at most `limit` of them. */
  causes(runId: number, limit: number): Promise<FailureCauses>
  attempts(runId: number, seq: number): Promise<Attempt[]>
  /** The log of an attempt, of the last one that has a log where none is named. */
  log(runId: number, seq: number, attempt: number | null): Promise<ItemLog | null>
  sessions(runId: number): Promise<Session[]>
  /** Adds a sample of how far a run at work is. Of each run at most 600 are kept. */
  addThroughput(runId: number, sample: ThroughputSample): Promise<void>
  throughput(runId: number): Promise<ThroughputSample[]>
}

/** What runs plan to write, and what came to stand. */
export interface OutputStore {
  /** Begins the plan of a job. @param makesOutputs whether its items are to be planned, or only named */
  openDraft(makesOutputs: boolean): Draft
  /**
   * Writes down what is planned for items that had no plan, and that the plan now reaches to the place `plannedTo`
   * of the input. Items of which nothing is to be made have no plan.
   */
  planOutputs(runId: number, plannedTo: number, items: readonly PlannedItem[]): Promise<void>
  /** Plans items anew. What came to stand before is forgotten with the old plan. */
  replanOutputs(runId: number, items: readonly PlannedItem[]): Promise<void>
  /** Plans items anew whose output the run has made itself, in the same place. */
  planOwnOutputs(runId: number, outputs: readonly OwnOutput[]): Promise<void>
  /** Which item of the run has each of these keys; null where none has. */
  outputOwners(runId: number, keys: readonly string[]): Promise<(number | null)[]>
  outputFigures(runId: number): Promise<OutputFigures>
  /** The first and the last of the paths of a run's outputs that stand; null where none does. */
  outputEnds(runId: number): Promise<OutputEnds | null>
  /** Planned outputs `offset` to `offset + limit`, of one action if it is given, in input order. */
  outputPage(
    runId: number,
    options: { readonly action?: PlanAction | undefined; readonly offset: number; readonly limit: number },
  ): Promise<OutputRow[]>
  /** At most `limit` outputs that stand, or stood, by descending place in the input, below the place `before`. */
  madeOutputs(runId: number, before: number, limit: number): Promise<MadeRow[]>
  /** At most `limit` items after `afterSeq` of which something was to be made and nothing is known to be. */
  unmadeOutputs(runId: number, afterSeq: number, limit: number): Promise<UnmadeRow[]>
  /**
   * Writes down that outputs of a run that is not at work stand, though the items have no result: found after a crash.
   * @throws {EngineError} RUN_ACTIVE
   */
  adoptOutputs(
    runId: number,
    outputs: readonly { readonly seq: number; readonly made: MadeOutput }[],
  ): Promise<void>
  /** Writes down what was undone. @throws {EngineError} RUN_ACTIVE */
  markUndo(runId: number, records: readonly UndoRecord[]): Promise<void>
}

/** The plan of a job that was not started, kept on disk until it is disposed of. Items are numbered from 1. */
export interface Draft {
  /** Adds items. @param doneIn the run that has done each of them, or null */
  add(items: readonly FoundItem[], doneIn: readonly (number | null)[]): Promise<void>
  /** At most `limit` items after `afterSeq` that are to be planned and are not yet. */
  items(afterSeq: number, limit: number): Promise<DraftItem[]>
  plan(items: readonly PlannedItem[]): Promise<void>
  /** Which item has each of these keys; null where none has. */
  owners(keys: readonly string[]): Promise<(number | null)[]>
  /** Whether each of these paths is that of an item. */
  isInput(paths: readonly PathText[]): Promise<boolean[]>
  /** How many items there are of each action; what there is none of is left out. */
  counts(): Promise<Partial<Record<PlanAction, number>>>
  /** Rows `offset` to `offset + limit`, of one action if it is given, in input order. */
  page(options: {
    readonly action?: PlanAction | undefined
    readonly offset: number
    readonly limit: number
  }): Promise<PlanRow[]>
  [Symbol.asyncDispose](): Promise<void>
}

/** What outlasts runs. */
export interface PresetStore {
  /** By name. */
  presets(): Promise<Preset[]>
  preset(reference: PresetReference): Promise<Preset | null>
  /** @throws {EngineError} PRESET_NOT_FOUND, PRESET_EXISTS */
  savePreset(draft: PresetDraft): Promise<Preset>
  /** @throws {EngineError} PRESET_NOT_FOUND */
  deletePreset(id: number): Promise<void>
  settings(): Promise<Settings>
  changeSettings(change: SettingsChange): Promise<Settings>
}

/** Which code came from somebody else, and which of it was accepted. Code is known by its hash. */
export interface TrustStore {
  codeTrust(hash: string): Promise<CodeTrust>
  rememberForeignCode(hash: string): Promise<void>
  acceptCode(hash: string): Promise<void>
}

/** The care of the database itself. */
export interface MaintenanceStore {
  statistics(): Promise<DatabaseStatistics>
  /** Looks through the whole database, on a thread of its own. */
  check(): Promise<DatabaseCheck>
  /** Gives unused space back. @throws {EngineError} RUN_ACTIVE */
  compact(): Promise<Compaction>
  /**
   * Lets both threads finish what they were asked before, makes the runs of this store that have not ended
   * `interrupted`, and closes. Later calls reject with ENGINE_CLOSED. Rejects where the runs could not be
   * changed (the disk is full, say): the store is closed all the same, and the next opening changes them.
   */
  close(): Promise<void>
}

/**
 * The database, behind two threads: one that writes and one that only reads, so that a page or an export
 * never waits for a commit. Calls are carried out in the order in which they were made within each of the
 * two; a call that was answered is seen by every later one. Every method rejects with an `EngineError`.
 *
 * Close it when done: it keeps the process alive until then.
 */
export interface Store
  extends RunStore, ItemStore, ResultStore, OutputStore, PresetStore, TrustStore, MaintenanceStore, Mailbox {}
