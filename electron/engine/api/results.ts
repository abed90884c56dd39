import type { ResultPage } from '../../../shared/contract/contract.ts'
import { orderColumns, type ResultSort } from '../../../shared/model/result-query.ts'
import type { ResultColumn, ResultStatus } from '../../../shared/model/result.ts'
import type { RunId, RunSummary } from '../../../shared/model/run.ts'
import { EngineError } from '../errors.ts'
import type { SortColumn } from '../store/result-order.ts'
import type { Store } from '../store/store.ts'
import { findTaskType, resultColumnsOf } from '../tasks/registry.ts'
import { requireRun } from './runs.ts'

/** Which rows of which run are wanted, in which order. */
export interface ResultRequest {
  readonly runId: RunId
  readonly status?: ResultStatus | undefined
  readonly cause?: string | undefined
  readonly text?: string | undefined
  readonly sort?: ResultSort | undefined
  readonly offset: number
  readonly limit: number
}

/** @throws EngineError RUN_NOT_FOUND, INVALID_COLUMNS */
export async function readResults(store: Store, request: ResultRequest): Promise<ResultPage> {
  const { runId, sort, ...selection } = request
  if (sort === undefined) return await store.resultPage(runId, selection)
  const run = await requireRun(store, runId)
  const column = sortColumn(sort.column, columnsOfRun(run))
  return await store.resultPage(runId, { ...selection, sort: { column, descending: sort.descending } })
}

/** The columns that a run's task adds to its results. */
export function columnsOfRun({ task }: RunSummary): readonly ResultColumn[] {
  return resultColumnsOf(findTaskType(task.type), task.parameters)
}

/** A column by its name; one that every run has comes before one of the task type, as in exports. */
function sortColumn(name: string, ofTask: readonly ResultColumn[]): SortColumn {
  const common = orderColumns.find((each) => each === name)
  if (common !== undefined) return { kind: 'common', name: common }
  const columns = ofTask.map((column) => column.name)
  const index = columns.indexOf(name)
  if (index >= 0) return { kind: 'value', index }
  const valid = [...orderColumns, ...columns]
  throw new EngineError(
    'INVALID_COLUMNS',
    `Results cannot be sorted by "${name}". The columns of this run are: ${valid.join(', ')}.`,
    { data: { column: name, valid } },
  )
}
