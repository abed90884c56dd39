import type { Comparison, ComparisonPage } from '../../../shared/contract/comparison.ts'
import type { ComparedValues } from '../../../shared/model/comparison.ts'
import type { ResultColumn } from '../../../shared/model/result.ts'
import type { RunSummary } from '../../../shared/model/run.ts'
import type { Store } from '../store/store.ts'
import { columnsOfRun } from './results.ts'
import { requireRun } from './runs.ts'

/** Which rows of which comparison are wanted. */
export interface ComparisonRequest extends Comparison {
  readonly offset: number
  readonly limit: number
}

/** @throws EngineError RUN_NOT_FOUND, RUN_ACTIVE */
export async function readComparison(store: Store, request: ComparisonRequest): Promise<ComparisonPage> {
  const { kind, offset, limit } = request
  const [before, after] = await Promise.all([
    requireRun(store, request.before),
    requireRun(store, request.after),
  ])
  const columns = columnsOfRun(before)
  const values = comparedValues(before, after)
  const comparesValues = values === 'compared'
  const page = await store.compareRuns(
    { before: before.id, after: after.id, comparesValues },
    { kind: kind ?? null, offset, limit },
  )
  return { before, after, values, columns: comparesValues ? [...columns] : [], ...page }
}

function comparedValues(before: RunSummary, after: RunSummary): ComparedValues {
  if (before.task.type !== after.task.type) return 'other-task'
  return namesOf(columnsOfRun(before)) === namesOf(columnsOfRun(after)) ? 'compared' : 'other-columns'
}

function namesOf(columns: readonly ResultColumn[]): string {
  return JSON.stringify(columns.map(({ name, type }) => [name, type]))
}
