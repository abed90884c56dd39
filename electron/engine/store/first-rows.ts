import type { OrderColumn } from '../../../shared/model/result-query.ts'
import { filterOf, orderOf, type ResultSelection } from './result-order.ts'
import type { PlaceRange, PositionQuery } from './result-search.ts'

/** Columns whose values mostly rise with the place in the run. */
const rising: ReadonlySet<OrderColumn> = new Set(['seq', 'path', 'modified_at', 'started_at'] as const)

/** All of a run. */
export const wholeRun: PlaceRange = { after: 0, until: Number.MAX_SAFE_INTEGER }

/**
 * The statement for the positions of a selection without a text that come first in its order, `:limit` of them, among
 * the results of a range alone; taken from all ranges of a run, the first of its order are among them.
 *
 * SQLite keeps the best so many rows while it walks through the others, which is quick as long as few of them are
 * better than the worst that is kept. Where values rise with the place in the run, as times and paths do, each would be
 * in descending order: so the walk goes backwards then.
 *
 * @param isComplete whether every item of the run has a result
 */
export function firstRowsQuery(
  selection: ResultSelection,
  range: PlaceRange,
  isComplete: boolean,
): PositionQuery {
  const { source, condition, parameters, isEverything } = filterOf(selection)
  const { expression, direction, isResultOrder, isOfItem, join } = orderOf(selection.sort)
  const inRange = `${condition} AND r.position > :after AND r.position <= :until`
  if (isResultOrder) {
    return {
      sql: `SELECT r.position FROM ${source} WHERE ${inRange} ORDER BY r.position ${direction} LIMIT :limit`,
      parameters: { ...parameters, ...range },
    }
  }
  if (isOfItem && isComplete && isEverything) return firstItemsQuery(expression, direction, range)
  const isBackwards = direction === 'DESC' && risesWithPlace(selection)
  return {
    // A limit keeps SQLite from walking its own way.
    sql: `SELECT position FROM (
        SELECT r.position AS position, ${expression} AS value FROM ${source} ${join}
        WHERE ${inRange} ${isBackwards ? 'ORDER BY r.position DESC LIMIT -1' : ''})
      ORDER BY value ${direction} NULLS LAST, position LIMIT :limit`,
    parameters: { ...parameters, ...range },
  }
}

/** Whether results that come later mostly have higher values in the column that they are ordered by. */
function risesWithPlace({ sort }: ResultSelection): boolean {
  return sort?.column.kind === 'common' && rising.has(sort.column.name)
}

/**
 * By what is known of items, where all of them have a result: it is looked for with those alone that are as good as
 * the last one that is wanted. To join all results with their items takes four times as long.
 */
function firstItemsQuery(value: string, direction: 'ASC' | 'DESC', range: PlaceRange): PositionQuery {
  const inRange = 'i.run_id = :runId AND i.seq > :after AND i.seq <= :until'
  return {
    // No bound where fewer items than are wanted have a value at all.
    sql: `WITH bound AS MATERIALIZED (SELECT (
        SELECT value FROM (
          SELECT ${value} AS value FROM items AS i WHERE ${inRange} ORDER BY i.seq ${direction} LIMIT -1)
        ORDER BY value ${direction} NULLS LAST LIMIT 1 OFFSET :limit - 1) AS value)
      SELECT r.position FROM bound CROSS JOIN items AS i
        CROSS JOIN results AS r ON r.run_id = i.run_id AND r.seq = i.seq
      WHERE ${inRange} AND (bound.value IS NULL OR ${value} ${direction === 'ASC' ? '<=' : '>='} bound.value)
      ORDER BY ${value} ${direction} NULLS LAST, r.position LIMIT :limit`,
    parameters: { ...range },
  }
}
