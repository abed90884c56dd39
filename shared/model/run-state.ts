/**
 * The state of a run.
 * - `queued`: waits for its turn or for its time (`notBefore`).
 * - `running`: at work, in this process or in another one that has the same database open.
 * - `paused`: starts nothing new, by its user's wish or because room ran short; `pause` says which.
 * - `finished`: every item has its result, be it success or failure.
 * - `stopped`: drained before every item had its result; `stopReason` says by whom.
 * - `cancelled`: ended at once; items without a result were not done.
 * - `failed`: the run itself could not go on (no file matched, disk full); `error` says why.
 * - `interrupted`: the engine that ran it ended before the run did.
 */
export const runStates = [
  'queued',
  'running',
  'paused',
  'finished',
  'stopped',
  'cancelled',
  'failed',
  'interrupted',
] as const
export type RunState = (typeof runStates)[number]

/** The states in which a run is over for now. It may be resumed or retried, and then goes on. */
export const endStates = ['finished', 'stopped', 'cancelled', 'failed', 'interrupted'] as const
export type EndState = (typeof endStates)[number]

export function isEndState(state: RunState): state is EndState {
  return endStates.some((each) => each === state)
}

/** Whether a process has the run in hand, at work or paused. */
export function isActiveState(state: RunState): state is 'running' | 'paused' {
  return state === 'running' || state === 'paused'
}

/** How many items have a result of any kind. */
export function itemsWithResult(counts: {
  readonly succeeded: number
  readonly failed: number
  readonly alreadyDone: number
  readonly skipped: number
}): number {
  return counts.succeeded + counts.failed + counts.alreadyDone + counts.skipped
}
