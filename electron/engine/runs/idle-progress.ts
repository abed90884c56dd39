import { isActiveState, phaseOf, type RunProgress, type RunSummary } from '../../../shared/model/run.ts'

/** The progress of a run that is not at work in this process. */
export function idleProgress(run: RunSummary): RunProgress {
  const sinceStart = isActiveState(run.state) ? Math.max(0, Date.now() - Date.parse(run.startedAt)) : 0
  return {
    run,
    phase: phaseOf(run),
    elapsed: Math.max(run.timeSpent, sinceStart),
    itemsPerSecond: null,
    bytesPerSecond: null,
    remaining: null,
    workers: [],
    waiting: null,
    draining: false,
    delayed: 0,
    parked: [],
  }
}
