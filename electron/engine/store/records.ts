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
}

/** Where the result of an item that was done before stands. */
export interface DoneBefore {
  readonly runId: number
  readonly seq: number
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
