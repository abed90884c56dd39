import type { PlanAction, UndoState } from '../../../shared/model/plan-row.ts'
import type { MadeOutput, PlannedOutput } from '../../../shared/model/planned-output.ts'
import type { Cell } from '../../../shared/model/result.ts'
import type { ChosenExecution, Job } from '../../../shared/model/job.ts'
import type { EndState, ErrorDescription, LeftOut, StopReason } from '../../../shared/model/run.ts'
import type { PathText } from '../../../shared/model/path-text.ts'

/** A job whose defaults are all filled in. */
export type ChosenJob = Omit<Job, 'execution'> & { readonly execution: ChosenExecution }

/** A run as it is created. */
export interface NewRun {
  readonly name: string
  readonly job: ChosenJob
  /** As `recipeText` gives it; runs of one recipe know each other's results. */
  readonly recipe: string
  /** Whether it writes or moves files, so that a plan of them is made before it works. */
  readonly makesOutputs: boolean
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Where it is to wait: until its turn, and not before `notBefore` (milliseconds since 1970). */
  readonly queue: { readonly notBefore: number | null } | null
}

/** One entry of the input list, as it was found. */
export interface FoundItem {
  readonly path: PathText
  /** Bytes; null where it could not be told. */
  readonly size: number | null
  /** Milliseconds since 1970; null where it could not be told. */
  readonly modifiedAt: number | null
  /**
   * How much of `path` is the folder that its input was given in, in UTF-16 units: what an output tree is kept from.
   * 0 where that is not known.
   */
  readonly rootLength: number
  /** Why it cannot be worked on, where that was seen when it was found. */
  readonly problem: ErrorDescription | null
}

/** A found item with its place in the input, from 1. */
export interface StoredItem extends FoundItem {
  readonly seq: number
  /** How often it has been tried in earlier sessions of the run. The next try is the one after. */
  readonly attempts: number
  /** How many of these tries ended with the death of their worker. */
  readonly crashes: number
  /** Whether it has a result, which the next one is to replace. */
  readonly hasResult: boolean
  /** What is planned for its output, and what came of it; null where nothing is planned (yet). */
  readonly output: StoredOutput | null
}

/** What is planned for an item's output, and what came of it. */
export interface StoredOutput {
  readonly planned: PlannedOutput
  readonly effect: OutputEffect
  /** What came to stand; null as long as nothing did. */
  readonly made: MadeOutput | null
  readonly undo: UndoState | null
}

/** Whether a task makes a file, or the input itself gets another place. */
export type OutputEffect = 'writes' | 'moves'

/** What is to be planned for an item. */
export interface PlannedItem {
  readonly seq: number
  readonly planned: PlannedOutput
  /** What two outputs have in common that would be one file; null where nothing is to be made. */
  readonly key: string | null
  readonly effect: OutputEffect
}

/** An output that came to stand, with what undo needs to know. */
export interface MadeRow {
  readonly seq: number
  /** The item's path. */
  readonly source: PathText
  /** `create` also where the run has replaced only what it had made itself. */
  readonly action: PlannedOutput['action']
  readonly effect: OutputEffect
  readonly made: MadeOutput
  readonly undo: UndoState['state'] | null
}

/** An item of which something was to be made, and nothing is known to be. */
export interface UnmadeRow {
  readonly seq: number
  readonly path: PathText
  readonly size: number | null
  readonly modifiedAt: number | null
  readonly planned: PlannedOutput
  readonly effect: OutputEffect
}

/** An item of a plan that was not started. */
export type DraftItem = Pick<StoredItem, 'seq' | 'path' | 'size' | 'modifiedAt' | 'rootLength'>

/** What undo did with one output. */
export interface UndoRecord extends UndoState {
  readonly seq: number
}

/** The first and the last of some paths, in the order of their bytes. */
export interface OutputEnds {
  readonly first: PathText
  readonly last: PathText
}

/** How many outputs of a run there are. */
export interface OutputFigures {
  /** By what is planned; what there is none of is left out. */
  readonly actions: Readonly<Partial<Record<PlanAction, number>>>
  /** Made, and of these undone, and refused to be. */
  readonly made: number
  readonly undone: number
  readonly refused: number
}

/** Where the result of an item that was done before stands. */
export interface DoneBefore {
  readonly runId: number
  readonly seq: number
  /** What came to stand as its output then; null for a task that makes none. */
  readonly made: MadeOutput | null
}

/** One try at one item. */
interface Try {
  readonly seq: number
  readonly path: PathText
  /** From 1, over all sessions of the run. 0 for a skipped item that was never tried. */
  readonly attempt: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Milliseconds. */
  readonly duration: number
  readonly worker: number
}

/** What a finished item left. */
export interface ResultRecord extends Try {
  /** Bytes of its input. */
  readonly bytes: number
  readonly outcome:
    | {
        readonly status: 'succeeded'
        readonly values: readonly Cell[]
        /** Whether it is of the file that was found: else no later run takes it over. */
        readonly isAsFound: boolean
        /** What came to stand as its output. Left out for a task that makes none. */
        readonly made?: MadeOutput
      }
    | { readonly status: 'failed'; readonly error: ErrorDescription }
    | { readonly status: 'skipped' }
}

/** A try that failed and was not the last one. */
export interface AttemptRecord extends Try {
  readonly error: ErrorDescription
}

/** What an attempt said, already cut to what is kept (`shared/model/log.ts`). */
export interface LogRecord {
  readonly seq: number
  readonly attempt: number
  readonly text: string
  readonly truncatedBytes: number
}

/** What is written in one transaction. */
export interface CommitBatch {
  readonly results: readonly ResultRecord[]
  readonly attempts: readonly AttemptRecord[]
  readonly logs: readonly LogRecord[]
}

/** What of a run is in the database, after a transaction. Absolute, not what the transaction added. */
export interface CommittedCounts {
  readonly succeeded: number
  readonly failed: number
  readonly alreadyDone: number
  readonly skipped: number
  readonly retrying: number
  /** Bytes of the items that have a result. */
  readonly bytesDone: number
}

/** What became of items that were added. */
export interface AddedItems {
  /** The `seq` of the first one; those after it follow without gaps. */
  readonly firstSeq: number
  readonly counts: CommittedCounts
}

/** How a session of a run ended. */
export interface RunEnd {
  readonly state: EndState
  /** Milliseconds since 1970. */
  readonly finishedAt: number
  /** Milliseconds that the session was at work, on a clock that never goes back. */
  readonly duration: number
  readonly error: ErrorDescription | null
  readonly stopReason: StopReason | null
}

/** What looking through the inputs added up to. */
export interface EnumerationEnd {
  readonly leftOut: LeftOut
}
