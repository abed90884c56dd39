import type { ErrorDescription, StopReason } from '../../../shared/model/run.ts'
import { EngineError, errorCode } from '../errors.ts'
import type { RunEnd } from '../store/records.ts'

/** Why a session ends before its time. A later one in this list counts more than an earlier one. */
export type Ending =
  | { readonly kind: 'stopped'; readonly stopReason: StopReason }
  | { readonly kind: 'cancelled'; readonly stopReason: StopReason | null }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly error: ErrorDescription }

const weights: Readonly<Record<Ending['kind'], number>> = {
  stopped: 0,
  cancelled: 1,
  interrupted: 2,
  failed: 3,
}

/** The one that counts of the one so far and another. Of two alike the first does. */
export function weightier(current: Ending | null, next: Ending): Ending {
  return current !== null && weights[current.kind] >= weights[next.kind] ? current : next
}

/** What a session failed with, where that is told for a person already; null where it was not foreseen. */
export function knownFailure(error: unknown): ErrorDescription | null {
  if (error instanceof EngineError) return { code: error.code, message: error.message }
  // What code of the user's own is found to be in a worker comes from there as a plain error, perhaps as a cause.
  const told = [error, error instanceof Error ? error.cause : null].find(
    (each) => errorCode(each) === 'INVALID_PARAMETERS',
  )
  return told instanceof Error ? { code: 'INVALID_PARAMETERS', message: told.message } : null
}

/** What a session failed with that was not foreseen. */
export function unknownFailure(error: unknown): ErrorDescription {
  const reason = error instanceof Error ? error.message : String(error)
  return { code: 'INTERNAL', message: `The run could not go on: ${reason}.` }
}

/**
 * @param isComplete whether every item has its result: a stop that came too late to stop anything is none
 * @param duration milliseconds that the session was at work
 */
export function endOf(ending: Ending | null, isComplete: boolean, duration: number): RunEnd {
  const end = { finishedAt: Date.now(), duration, error: null, stopReason: null }
  if (ending?.kind === 'failed') return { ...end, state: 'failed', error: ending.error }
  if (ending === null || isComplete) return { ...end, state: 'finished' }
  if (ending.kind === 'interrupted') return { ...end, state: 'interrupted' }
  return { ...end, state: ending.kind, stopReason: ending.stopReason }
}
