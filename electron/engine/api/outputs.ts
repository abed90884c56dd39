import type { OutputPage } from '../../../shared/contract/run-queries.ts'
import type { PlanAction } from '../../../shared/model/plan-row.ts'
import type { RunId } from '../../../shared/model/run.ts'
import type { Store } from '../store/store.ts'
import { countsOf } from './plan.ts'
import { requireRun } from './runs.ts'

export interface OutputRequest {
  readonly runId: RunId
  readonly action?: PlanAction | undefined
  readonly offset: number
  readonly limit: number
}

/** What a run plans and has made. @throws EngineError RUN_NOT_FOUND */
export async function readOutputs(store: Store, { runId, ...page }: OutputRequest): Promise<OutputPage> {
  await requireRun(store, runId)
  const { actions, ...made } = await store.outputFigures(runId)
  const counts = countsOf(actions)
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const total = page.action === undefined ? all : (counts[page.action] ?? 0)
  return { total, rows: await store.outputPage(runId, page), actions: counts, ...made }
}
