import type { ChosenExecution } from '../../../shared/model/job.ts'
import { longestRetryDelay } from '../../../shared/model/limits.ts'
import { isWorthRetrying } from '../../../shared/model/worth-retrying.ts'

/** What is known of an item whose attempt has just failed. */
export interface FailedAttempt {
  /** The code of its error. */
  readonly code: string
  /** Automatic retries that it has had in this session. */
  readonly retries: number
  /** Tries of it that ended the worker, this one included, in all sessions. */
  readonly crashes: number
}

/** Milliseconds after which the item is to be tried again; null where this attempt was its last. */
export function retryDelay(
  attempt: FailedAttempt,
  execution: Pick<ChosenExecution, 'retries' | 'retryDelay' | 'crashLimit'>,
  random: () => number = Math.random,
): number | null {
  if (attempt.retries >= execution.retries || !isWorthRetrying(attempt.code)) return null
  if (attempt.code === 'WORKER_DIED' && attempt.crashes >= execution.crashLimit) return null
  return backoff(attempt.retries, execution.retryDelay, random)
}

/**
 * The wait before retry `retries + 1`: `first`, doubled each time, at most a minute, of which up to a third
 * is taken off at random, so that items that failed together do not come back together.
 */
function backoff(retries: number, first: number, random: () => number): number {
  const longest = Math.min(longestRetryDelay, first * 2 ** retries)
  return longest * (1 - random() / 3)
}
