import { isEndState } from '../../../../shared/model/run-state.ts'
import type { RunSummary } from '../../../../shared/model/run.ts'

/** Earlier runs that an estimate is made from. */
const mostRuns = 10

/** A run shorter than this, in milliseconds, tells more about starting than about working. */
const leastTime = 200

/**
 * How long a job may take, in milliseconds. What an earlier run of the task type took is the most that its files
 * and the most that its bytes can have cost; the least of these figures over all runs is taken for both. The truth
 * lies between the dearer of the two and their sum. Null where there was no run to tell by.
 */
export function estimate(
  job: { readonly taskType: string; readonly items: number; readonly bytes: number },
  history: readonly RunSummary[],
): { readonly low: number; readonly high: number } | null {
  let perItem = Number.POSITIVE_INFINITY
  let perByte = Number.POSITIVE_INFINITY
  const similar = history.filter(
    ({ task, state, timeSpent }) => task.type === job.taskType && isEndState(state) && timeSpent >= leastTime,
  )
  for (const { counts, bytesDone, timeSpent } of similar.slice(0, mostRuns)) {
    const done = counts.succeeded + counts.failed
    if (done > 0) perItem = Math.min(perItem, timeSpent / done)
    if (bytesDone > 0) perByte = Math.min(perByte, timeSpent / bytesDone)
  }
  if (!Number.isFinite(perItem)) return null
  const byItems = perItem * job.items
  const byBytes = Number.isFinite(perByte) ? perByte * job.bytes : 0
  return { low: Math.max(byItems, byBytes), high: byItems + byBytes }
}
