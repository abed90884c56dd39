import type { ResultPage } from '../../../shared/contract/contract.ts'
import type { ResultGroupPage } from '../../../shared/model/result-group.ts'
import { orderColumns, type ResultSort } from '../../../shared/model/result-query.ts'
import type { ResultColumn, ResultStatus } from '../../../shared/model/result.ts'
import type { RunId, RunSummary } from '../../../shared/model/run.ts'
import { EngineError } from '../errors.ts'
import { groupColumns, requireValueIndex } from '../exports/group-columns.ts'
import type { SortColumn } from '../store/result-order.ts'
import type { Store } from '../store/store.ts'
import { findTaskType, resultColumnsOf } from '../tasks/registry.ts'
import { requireRun } from './runs.ts'

/** Which rows of which run are wanted, in which order. */
export interface ResultRequest {
  readonly runId: RunId
  readonly status?: ResultStatus | undefined
  readonly cause?: string | undefined
  readonly where?: { readonly column: string; readonly equals: string | number | boolean } | undefined
  readonly text?: string | undefined
  readonly sort?: ResultSort | undefined
  readonly offset: number
  readonly limit: number
}

/** Which groups of which run are wanted. */
export interface GroupRequest {
  readonly runId: RunId
  readonly column: string
  readonly offset: number
  readonly limit: number
}

/** @throws EngineError RUN_NOT_FOUND, INVALID_COLUMNS */
export async function readResults(store: Store, request: ResultRequest): Promise<ResultPage> {
  const { runId, sort, where, ...selection } = request
  if (sort === undefined && where === undefined) return await store.resultPage(runId, selection)
  const columns = columnsOfRun(await requireRun(store, runId))
  return await store.resultPage(runId, {
    ...selection,
    ...(where === undefined ? {} : { equals: equalValue(where, columns) }),
    ...(sort === undefined
      ? {}
      : { sort: { column: sortColumn(sort.column, columns), descending: sort.descending } }),
  })
}

/** @throws EngineError RUN_NOT_FOUND, INVALID_COLUMNS */
export async function readGroups(store: Store, request: GroupRequest): Promise<ResultGroupPage> {
  const { runId, column, offset, limit } = request
  const columns = groupColumns(column, columnsOfRun(await requireRun(store, runId)))
  return await store.groups(runId, columns, offset, limit)
}

/** The database has no truth values, only 1 and 0. */
function equalValue(
  { column, equals }: NonNullable<ResultRequest['where']>,
  columns: readonly ResultColumn[],
): { index: number; value: string | number } {
  const index = requireValueIndex(column, columns)
  return { index, value: typeof equals === 'boolean' ? Number(equals) : equals }
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
