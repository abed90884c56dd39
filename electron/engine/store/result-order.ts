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

/** Where in a run results are looked at: at a list of positions, or behind one and up to another. */
export type PositionScope =
  | { readonly kind: 'list'; readonly positions: Uint32Array }
  | { readonly kind: 'range'; readonly after: number; readonly until: number }

/**
 * The statement for the positions of a selection, in its order, at most `:limit` of them (-1 for all).
 *
 * @param scope where alone they are looked for, which for a list is where the selection's text is found; null for
 *   the whole run
 */
export function positionQuery(selection: ResultSelection, scope: PositionScope | null = null): PositionQuery {
  const { status, cause, equals, text, sort } = selection
  const parameters: Record<string, string | number> = {}
  const conditions: string[] = []
  const expression = sort === null ? commonExpressions.position : expressionOf(sort.column)
  const direction = sort?.descending === true ? 'DESC' : 'ASC'
  if (status !== null) {
    conditions.push('r.status = :status')
    parameters['status'] = statusCodes[status]
  }
  if (cause !== null) {
    conditions.push('r.cause = :cause')
    parameters['cause'] = cause
  }
  if (equals !== null) {
    conditions.push(`${valueAt(equals.index)} = :value`)
    parameters['value'] = equals.value
  }
  if (scope?.kind === 'range') {
    conditions.push('r.position > :after AND r.position <= :until')
    parameters['after'] = scope.after
    parameters['until'] = scope.until
  }
  const found = foundBy(text, scope)
  let source = 'results AS r'
  if (found !== null) {
    Object.assign(parameters, found.parameters)
    source = 'found CROSS JOIN results AS r ON r.position = found.position'
  } else if (cause !== null) source += ' INDEXED BY results_by_cause'
  // Otherwise a whole run would be walked through for a few failures.
  else if (status !== null) source += ' INDEXED BY results_by_status'
  const needsItem = expression.startsWith('i.')
  const items = needsItem ? 'CROSS JOIN items AS i ON i.run_id = r.run_id AND i.seq = r.seq' : ''
  // Not by a term of its own: a value would be taken out of its JSON twice.
  const emptyLast = alwaysThere.has(expression) ? '' : ' NULLS LAST'
  const inResultOrder = expression === commonExpressions.position ? '' : ', r.position'
  const order = `${expression} ${direction}${emptyLast}${inResultOrder}`
  return {
    sql: `${found === null ? '' : `WITH found AS (${found.sql})`} SELECT r.position FROM ${source} ${items}
      WHERE ${['r.run_id = :runId', ...conditions].join(' AND ')} ORDER BY ${order} LIMIT :limit`,
    parameters,
  }
}

function expressionOf(column: SortColumn): string {
  return column.kind === 'common' ? commonExpressions[column.name] : valueAt(column.index)
}

/** The positions to which a selection is bound beforehand, or null. */
function foundBy(text: string | null, scope: PositionScope | null): PositionQuery | null {
  if (scope?.kind === 'list') return listQuery(scope.positions)
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
