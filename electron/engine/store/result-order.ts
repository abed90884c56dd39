import type { OrderColumn } from '../../../shared/model/result-query.ts'
import type { ResultStatus } from '../../../shared/model/result.ts'
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

/** A statement that gives positions, or a part of one, and what is to be bound to it besides `runId` and `limit`. */
export interface PositionQuery {
  readonly sql: string
  readonly parameters: Readonly<Record<string, string | number>>
}

/**
 * The statement for the positions of a selection, in its order, at most `:limit` of them (-1 for all).
 *
 * A search goes through items and results one after the other, which is five times as fast as through their
 * join, since only what matches is then looked up on the other side.
 */
export function positionQuery(selection: ResultSelection): PositionQuery {
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
  let found = ''
  let source = 'results AS r'
  if (text === null) {
    // Otherwise a whole run would be walked through for a few failures.
    if (cause !== null) source += ' INDEXED BY results_by_cause'
    else if (status !== null) source += ' INDEXED BY results_by_status'
  } else {
    const search = searchQuery(text)
    Object.assign(parameters, search.parameters)
    found = `WITH found AS (${search.sql})`
    source = 'found CROSS JOIN results AS r ON r.position = found.position'
  }
  const needsItem = expression.startsWith('i.')
  const items = needsItem ? 'CROSS JOIN items AS i ON i.run_id = r.run_id AND i.seq = r.seq' : ''
  // Not by a term of its own: a value would be taken out of its JSON twice.
  const emptyLast = alwaysThere.has(expression) ? '' : ' NULLS LAST'
  const inResultOrder = expression === commonExpressions.position ? '' : ', r.position'
  const order = `${expression} ${direction}${emptyLast}${inResultOrder}`
  return {
    sql: `${found} SELECT r.position FROM ${source} ${items}
      WHERE ${['r.run_id = :runId', ...conditions].join(' AND ')} ORDER BY ${order} LIMIT :limit`,
    parameters,
  }
}

function expressionOf(column: SortColumn): string {
  return column.kind === 'common' ? commonExpressions[column.name] : valueAt(column.index)
}

function valueAt(index: number): string {
  return `r.result_values ->> '$[${index}]'`
}

/** The positions of results in which a text is found. */
function searchQuery(text: string): PositionQuery {
  const parameters: Record<string, string> = {}
  const paths: string[] = []
  const messages: string[] = []
  const values: string[] = []
  for (const [index, variant] of variantsOf(text).entries()) {
    parameters[`text${index}`] = pattern(variant)
    // As it stands in JSON, without its quotes.
    parameters[`json${index}`] = pattern(JSON.stringify(variant).slice(1, -1))
    paths.push(`CAST(i.path AS TEXT) LIKE :text${index} ESCAPE '\\'`)
    messages.push(`r.error_message LIKE :text${index} ESCAPE '\\'`)
    // The JSON as a whole first, which is quick; then its values, since commas and brackets are not searched.
    values.push(`(r.result_values LIKE :json${index} ESCAPE '\\' AND EXISTS (
      SELECT 1 FROM json_each(r.result_values) AS v WHERE CAST(v.value AS TEXT) LIKE :text${index} ESCAPE '\\'))`)
  }
  return {
    sql: `SELECT r.position FROM items AS i CROSS JOIN results AS r ON r.run_id = i.run_id AND r.seq = i.seq
        WHERE i.run_id = :runId AND (${paths.join(' OR ')})
      UNION SELECT r.position FROM results AS r
        WHERE r.run_id = :runId AND (${[...messages, ...values].join(' OR ')})`,
    parameters,
  }
}

/** The condition that a text is found in the path of an item `i`, in small and capital letters alike. */
export function pathSearch(text: string): PositionQuery {
  const parameters: Record<string, string> = {}
  const conditions = variantsOf(text).map((variant, index) => {
    parameters[`text${index}`] = pattern(variant)
    return `CAST(i.path AS TEXT) LIKE :text${index} ESCAPE '\\'`
  })
  return { sql: conditions.join(' OR '), parameters }
}

/** LIKE takes small and capital letters of ASCII alike; of other letters both forms are looked for. */
function variantsOf(text: string): string[] {
  const isAscii = /^[\0-\x7F]*$/u.test(text)
  return isAscii ? [text] : [...new Set([text, text.toLowerCase(), text.toUpperCase()])]
}

function pattern(text: string): string {
  return `%${text.replaceAll(/[%_\\]/gu, '\\$&')}%`
}
