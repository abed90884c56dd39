import type { ErrorDescription, StopReason } from '../../../shared/model/run.ts'
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
