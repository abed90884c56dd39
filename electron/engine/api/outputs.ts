import { dirname } from 'node:path'
import type { OutputPage } from '../../../shared/contract/run-queries.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { PlanAction } from '../../../shared/model/plan-row.ts'
import type { RunId } from '../../../shared/model/run.ts'
import { isBelow } from '../runs/volume-watch.ts'
import type { OutputEnds } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { countsOf } from './plan.ts'
import { requireJob, requireRun } from './runs.ts'

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
  const total = page.action === undefined ? all : counts[page.action]
  return { total, rows: await store.outputPage(runId, page), actions: counts, ...made }
}

/** The folder that holds what a run has made; null where nothing of that stands. @throws EngineError RUN_NOT_FOUND */
export async function readOutputFolder(store: Store, runId: RunId): Promise<PathText | null> {
  const { output } = await requireJob(store, runId)
  const ends = await store.outputEnds(runId)
  if (ends === null) return null
  return output.place.kind === 'folder' ? output.place.path : commonFolder(ends)
}

/** The deepest folder that has both in it, and so all between them; that of the first where only a root has. */
export function commonFolder({ first, last }: OutputEnds): PathText {
  const ofFirst = dirname(first)
  for (let folder = ofFirst; dirname(folder) !== folder; folder = dirname(folder)) {
    if (isBelow(last, folder)) return folder
  }
  return ofFirst
}
