import type { OrderColumn } from '../../../shared/model/result-query.ts'
import type { ResultStatus } from '../../../shared/model/result.ts'
import { searchQuery, type PositionQuery } from './result-search.ts'
import { statusCodes } from './status-codes.ts'

/** What results are ordered by: a column that every run has, or the task type's column of that index. */
export type SortColumn =
  { readonly kind: 'common'; readonly name: OrderColumn } | { readonly kind: 'value'; readonly index: number }

/** Which results are wanted, in which order. What is null does not matter. */
export interface ResultSelection {
  readonly status: ResultStatus | null
  readonly cause: string | null
  /** The value in the task type's column of that index. */
  readonly equals: { readonly index: number; readonly value: string | number } | null
  /** Found in path, error message or values. */
  readonly text: string | null
  readonly sort: { readonly column: SortColumn; readonly descending: boolean } | null
}

/** Up to so many rows from the start a page is picked out of a long run without the whole selection. */
export const directRows = 1_000

/** A run with at most so many results is not long: it is selected whole at once, which takes no longer. */
export const fewResults = 20_000

/** Names a selection of a run. */
export function selectionKey(runId: number, selection: ResultSelection): string {
  return JSON.stringify([runId, selection])
}

const commonExpressions: Readonly<Record<OrderColumn, string>> = {
  position: 'r.position',
  seq: 'r.seq',
  path: 'i.path',
  status: 'r.status',
  size: 'i.size',
  modified_at: 'i.modified_at',
  started_at: 'r.started_at',
  duration_ms: 'r.duration',
  worker: 'r.worker',
  attempt: 'r.attempt',
  error_code: 'r.error_code',
  error_message: 'r.error_message',
}

/** Columns that every result has a value in: they are ordered without looking for what has none. */
const alwaysThere: ReadonlySet<string> = new Set(
  (['position', 'seq', 'path', 'status', 'started_at', 'duration_ms', 'worker', 'attempt'] as const).map(
    (name) => commonExpressions[name],
  ),
)

/**
 * The statement for the positions of a selection, in its order, at most `:limit` of them (-1 for all).
 *
 * @param found where the selection's text is found, if that is known
 */
export function positionQuery(selection: ResultSelection, found: Uint32Array | null = null): PositionQuery {
  const filter = filterOf(selection)
  const { expression, direction, isResultOrder, join } = orderOf(selection.sort)
  const bound = foundBy(selection.text, found)
  const source =
    bound === null ? filter.source : 'found CROSS JOIN results AS r ON r.position = found.position'
  // Not by a term of its own: a value would be taken out of its JSON twice.
  const emptyLast = alwaysThere.has(expression) ? '' : ' NULLS LAST'
  const inResultOrder = isResultOrder ? '' : ', r.position'
  return {
    sql: `${bound === null ? '' : `WITH found AS (${bound.sql})`} SELECT r.position FROM ${source} ${join}
      WHERE ${filter.condition} ORDER BY ${expression} ${direction}${emptyLast}${inResultOrder} LIMIT :limit`,
    parameters: { ...filter.parameters, ...bound?.parameters },
  }
}

/** How results `r` of a run are told from those that a selection leaves out, but for its text. */
export function filterOf({ status, cause, equals }: ResultSelection) {
  const parameters: Record<string, string | number> = {}
  const conditions: string[] = []
  let source = 'results AS r'
  if (status !== null) {
    conditions.push('r.status = :status')
    parameters['status'] = statusCodes[status]
    // Otherwise a whole run would be walked through for a few failures.
    source = 'results AS r INDEXED BY results_by_status'
  }
  if (cause !== null) {
    conditions.push('r.cause = :cause')
    parameters['cause'] = cause
    source = 'results AS r INDEXED BY results_by_cause'
  }
  if (equals !== null) {
    conditions.push(`${valueAt(equals.index)} = :value`)
    parameters['value'] = equals.value
  }
  const isEverything = conditions.length === 0
  return { source, condition: ['r.run_id = :runId', ...conditions].join(' AND '), parameters, isEverything }
}

/** What results `r` are ordered by, which way, and the items `i` that they are joined with for that. */
export function orderOf(sort: ResultSelection['sort']) {
  const expression = sort === null ? commonExpressions.position : expressionOf(sort.column)
  const isOfItem = expression.startsWith('i.')
  return {
    expression,
    direction: sort?.descending === true ? ('DESC' as const) : ('ASC' as const),
    isResultOrder: expression === commonExpressions.position,
    isOfItem,
    join: isOfItem ? 'CROSS JOIN items AS i ON i.run_id = r.run_id AND i.seq = r.seq' : '',
  }
}

function expressionOf(column: SortColumn): string {
  return column.kind === 'common' ? commonExpressions[column.name] : valueAt(column.index)
}

/** The positions to which a selection is bound beforehand, or null. */
function foundBy(text: string | null, found: Uint32Array | null): PositionQuery | null {
  if (found !== null) return listQuery(found)
  return text === null ? null : searchQuery(text)
}

/** A statement for positions that are known. */
function listQuery(positions: Uint32Array): PositionQuery {
  return {
    sql: 'SELECT value AS position FROM json_each(:positions)',
    parameters: { positions: `[${positions.join()}]` },
  }
}

function valueAt(index: number): string {
  return `r.result_values ->> '$[${index}]'`
}
