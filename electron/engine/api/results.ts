import type { ResultPage } from '../../../shared/contract/contract.ts'
import { orderColumns, type ResultSort } from '../../../shared/model/result-query.ts'
import type { ResultStatus } from '../../../shared/model/result.ts'
import type { RunId } from '../../../shared/model/run.ts'
import { EngineError } from '../errors.ts'
import type { SortColumn } from '../store/result-order.ts'
import type { Store } from '../store/store.ts'
import { findTaskType } from '../tasks/registry.ts'
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
  const column = sortColumn(sort.column, run.task.type)
  return await store.resultPage(runId, { ...selection, sort: { column, descending: sort.descending } })
}

/** A column by its name; one that every run has comes before one of the task type, as in exports. */
function sortColumn(name: string, taskType: string): SortColumn {
  const common = orderColumns.find((each) => each === name)
  if (common !== undefined) return { kind: 'common', name: common }
  const columns = findTaskType(taskType).resultColumns.map((column) => column.name)
  const index = columns.indexOf(name)
  if (index >= 0) return { kind: 'value', index }
  const valid = [...orderColumns, ...columns]
  throw new EngineError(
    'INVALID_COLUMNS',
    `Results cannot be sorted by "${name}". The columns of this run are: ${valid.join(', ')}.`,
    { data: { column: name, valid } },
  )
}
