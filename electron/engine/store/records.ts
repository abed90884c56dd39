import type { Cell } from '../../../shared/model/result.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { ErrorDescription, LeftOut, RunState } from '../../../shared/model/run.ts'
import type { PathText } from '../../../shared/model/path-text.ts'

/** A run as it is created: a job whose defaults are all filled in. */
export interface NewRun {
  readonly name: string
  readonly job: Job & { readonly execution: Required<Job['execution']> }
  /** Milliseconds since 1970. */
  readonly startedAt: number
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
}

/** What a finished item left. `position` is its place in the order of results, from 1, without gaps. */
export interface ResultRecord {
  readonly position: number
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Milliseconds. */
  readonly duration: number
  readonly worker: number
  readonly outcome:
    | { readonly status: 'succeeded'; readonly values: readonly Cell[] }
    | { readonly status: 'failed'; readonly error: ErrorDescription }
}

/** What a batch of results adds to the run's counts; written in the same transaction as the batch. */
export interface ResultTotals {
  readonly succeeded: number
  readonly failed: number
  /** Input bytes of the items in the batch. */
  readonly bytes: number
}

/** How a run ended. */
export interface RunEnd {
  readonly state: Exclude<RunState, 'running'>
  /** Milliseconds since 1970. */
  readonly finishedAt: number
  readonly error: ErrorDescription | null
}

/** What looking through the inputs added up to. */
export interface EnumerationEnd {
  readonly leftOut: LeftOut
}
