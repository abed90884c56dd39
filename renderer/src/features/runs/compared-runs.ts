import type { RunId, RunSummary } from '../../../../shared/model/run.ts'
import { isEndState } from '../../../../shared/model/run-state.ts'

/** So many runs are compared at a time. */
export const comparedAtOnce = 2

/** Chooses a run to be compared, or no longer; the older one stands first. */
export function toggleRun(chosen: readonly RunId[], runId: RunId): readonly RunId[] {
  if (chosen.includes(runId)) return chosen.filter((each) => each !== runId)
  return chosen.length >= comparedAtOnce ? chosen : [...chosen, runId].toSorted((one, other) => one - other)
}

/**
 * The run that another one is most likely to be compared with: the newest ended one before it that did the same
 * task in the same way, else of the same name.
 */
export function previousOf<Run extends Pick<RunSummary, 'id' | 'name' | 'state' | 'task'>>(
  run: Run,
  history: readonly Run[],
): Run | null {
  const earlier = history.filter(({ id, state }) => id < run.id && isEndState(state))
  const task = JSON.stringify(run.task)
  return (
    earlier.find((each) => JSON.stringify(each.task) === task) ??
    earlier.find(({ name }) => name === run.name) ??
    null
  )
}
