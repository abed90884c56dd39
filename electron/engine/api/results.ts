import type { ResultPage } from '../../../shared/contract/contract.ts'
import type { ResultGroupPage } from '../../../shared/model/result-group.ts'
import { orderColumns, type ResultSort } from '../../../shared/model/result-query.ts'
import type { ResultStatus } from '../../../shared/model/result.ts'
import type { RunId } from '../../../shared/model/run.ts'
import { EngineError } from '../errors.ts'
import { groupColumns, requireValueIndex } from '../exports/group-columns.ts'
import type { SortColumn } from '../store/result-order.ts'
import type { Store } from '../store/store.ts'
import { findTaskType } from '../tasks/registry.ts'
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
  const { task } = await requireRun(store, runId)
  return await store.resultPage(runId, {
    ...selection,
    ...(where === undefined ? {} : { equals: equalValue(where, task.type) }),
    ...(sort === undefined
      ? {}
      : { sort: { column: sortColumn(sort.column, task.type), descending: sort.descending } }),
  })
}

/** @throws EngineError RUN_NOT_FOUND, INVALID_COLUMNS */
export async function readGroups(store: Store, request: GroupRequest): Promise<ResultGroupPage> {
  const { runId, column, offset, limit } = request
  const { task } = await requireRun(store, runId)
  const columns = groupColumns(column, findTaskType(task.type).resultColumns)
  return await store.groups(runId, columns, offset, limit)
}

/** The database has no truth values, only 1 and 0. */
function equalValue(
  { column, equals }: NonNullable<ResultRequest['where']>,
  taskType: string,
): { index: number; value: string | number } {
  const index = requireValueIndex(column, findTaskType(taskType).resultColumns)
  return { index, value: typeof equals === 'boolean' ? Number(equals) : equals }
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
