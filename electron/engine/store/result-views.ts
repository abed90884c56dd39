import type Database from 'better-sqlite3'
import type { ResultPage } from '../../../shared/contract/contract.ts'
import type { ResultRow } from '../../../shared/model/result.ts'
import { firstRowsQuery, wholeRun } from './first-rows.ts'
import { createOutputAttacher, createOutputFinder } from './output-queries.ts'
import { directRows, fewResults, positionQuery, selectionKey, type ResultSelection } from './result-order.ts'
import { selectResults, toResultRow } from './result-rows.ts'
import type { ResultItemRow } from './result-rows.ts'
import { rangeSearchQuery, type PlaceRange, type PositionQuery } from './result-search.ts'
import {
  isComplete,
  isUsable,
  make,
  prepareRunRow,
  resultCount,
  type Made,
  type RunRow,
} from './run-version.ts'

/**
 * Pages of results in any order. The first page of a long run is picked out directly; behind it the
 * positions of the whole selection are kept in memory, four bytes for each, so that any further page is a
 * lookup. Runs on threads of its own, since making a selection may take a second: one answers, another makes.
 * In a long run either searches one half of it, and finds the first rows of an order in its half of the results.
 */

/** Positions that are kept at most, of all selections together: 64 MB. */
const mostPositions = 16_000_000

/** After so long without a request everything is forgotten, in milliseconds. */
const idleTime = 60_000

interface View extends Made {
  /** In their order from the first; of a long run it may be the first ones only. */
  readonly positions: Uint32Array
  /** How many results the selection has. */
  readonly total: number
}

/** A view, or a part of one, as one thread makes it for another: its positions are in memory that both share. */
export type SharedView = Omit<View, 'madeAt'>

/** A page, and whether the whole selection should be made ready for the next one. */
export interface ViewPage extends ResultPage {
  readonly isPartial: boolean
}

export function prepareResultViews(database: Database.Database) {
  const selectRun = prepareRunRow(database)
  const selectRow = database.prepare<[number, number], ResultItemRow>(
    selectResults('WHERE r.run_id = ? AND r.position = ?'),
  )
  const withOutputs = createOutputAttacher(createOutputFinder(database))
  const countCause = database
    .prepare<[number, string], number>(
      'SELECT count(*) FROM results INDEXED BY results_by_cause WHERE run_id = ? AND cause = ?',
    )
    .pluck()
  const selectLast = {
    item: database.prepare<[number], number>('SELECT max(seq) FROM items WHERE run_id = ?').pluck(),
    result: database.prepare<[number], number>('SELECT max(position) FROM results WHERE run_id = ?').pluck(),
  }
  // In the order in which they were last used.
  const views = new Map<string, View>()
  let idle: NodeJS.Timeout | null = null

  function positionsOf(runId: number, { sql, parameters }: PositionQuery, limit: number): Uint32Array {
    const statement = database.prepare<[Readonly<Record<string, string | number>>], number>(sql).pluck()
    let positions = new Uint32Array(limit >= 0 ? limit : fewResults)
    let count = 0
    for (const position of statement.iterate({ ...parameters, runId, limit })) {
      if (count === positions.length) {
        const larger = new Uint32Array(2 * count)
        larger.set(positions)
        positions = larger
      }
      positions[count] = position
      count += 1
    }
    return positions.slice(0, count)
  }

  function firstRows(
    runId: number,
    run: RunRow,
    selection: ResultSelection,
    range: PlaceRange,
    limit: number,
  ): Uint32Array {
    return positionsOf(runId, firstRowsQuery(selection, range, isComplete(run)), limit)
  }

  /** A view that may be used still, or null. */
  function usableView(key: string, run: RunRow): View | null {
    const view = views.get(key)
    if (view === undefined) return null
    views.delete(key)
    if (!isUsable(view, run)) return null
    views.set(key, view)
    return view
  }

  function makeView(runId: number, run: RunRow, selection: ResultSelection): View {
    return make(run, () => whole(positionsOf(runId, positionQuery(selection), -1)))
  }

  function keepView(key: string, view: View): View {
    views.delete(key)
    views.set(key, view)
    let kept = 0
    for (const [other, { positions: others }] of [...views].toReversed()) {
      kept += others.length
      if (kept > mostPositions && other !== key) views.delete(other)
    }
    return view
  }

  function rowsAt(runId: number, positions: Uint32Array): ResultRow[] {
    const rows: ResultRow[] = []
    for (const position of positions) {
      const row = selectRow.get(runId, position)
      if (row !== undefined) rows.push(toResultRow(row))
    }
    return withOutputs(runId, rows)
  }

  function forgetWhenIdle(): void {
    if (idle !== null) clearTimeout(idle)
    idle = setTimeout(() => {
      views.clear()
    }, idleTime).unref()
  }

  /** How many results the selection has, where that is known without looking through them; else null. */
  function knownTotal(runId: number, run: RunRow, selection: ResultSelection): number | null {
    const { status, cause, equals, text } = selection
    if (text !== null || equals !== null || (status !== null && cause !== null)) return null
    if (cause !== null) return countCause.get(runId, cause) ?? 0
    if (status === null) return resultCount(run)
    return { ...run, 'already-done': run.alreadyDone }[status]
  }

  // Positions and rows must be of the same moment.
  const readPage = database.transaction(
    (runId: number, selection: ResultSelection, offset: number, limit: number): ViewPage | null => {
      const run = selectRun(runId)
      if (run === undefined) return null
      const key = selectionKey(runId, selection)
      const kept = usableView(key, run)
      const usable = kept !== null && reaches(kept, offset + limit) ? kept : null
      const known = usable === null ? knownTotal(runId, run, selection) : null
      if (known !== null && resultCount(run) > fewResults && offset + limit <= directRows) {
        const first = firstRows(runId, run, selection, wholeRun, offset + limit).subarray(offset)
        return { total: known, rows: rowsAt(runId, first), isPartial: true }
      }
      const { positions, total } = usable ?? keepView(key, makeView(runId, run, selection))
      const rows = rowsAt(runId, positions.subarray(offset, offset + limit))
      return { total, rows, isPartial: positions.length < total }
    },
  )

  /** Has a run looked at for another thread; null where there is no such run. */
  function prepareShared<Values extends readonly unknown[]>(
    makeOf: (runId: number, run: RunRow, ...values: Values) => View,
  ) {
    return database.transaction((runId: number, ...values: Values): SharedView | null => {
      const run = selectRun(runId)
      if (run === undefined) return null
      const { version, makingTook, positions, total } = makeOf(runId, run, ...values)
      const shared = new Uint32Array(new SharedArrayBuffer(positions.byteLength))
      shared.set(positions)
      return { version, makingTook, positions: shared, total }
    })
  }

  const makeShared = prepareShared(makeView)
  const makePartShared = prepareShared((runId, run, selection: ResultSelection, range: PlaceRange) =>
    make(run, () => {
      const { text } = selection
      if (text !== null) return whole(positionsOf(runId, rangeSearchQuery(text, range), -1))
      return whole(firstRows(runId, run, selection, range, directRows))
    }),
  )

  const planParts = database.transaction((runId: number, selection: ResultSelection): PlaceRange[] => {
    const run = selectRun(runId)
    if (run === undefined || resultCount(run) <= fewResults) return []
    if (usableView(selectionKey(runId, selection), run) !== null) return []
    const { text, sort } = selection
    if (text === null && (sort === null || (knownTotal(runId, run, selection) ?? 0) <= fewResults)) return []
    // A search goes through items that have no result yet as well.
    const last = text === null ? selectLast.result.get(runId) : selectLast.item.get(runId)
    const middle = Math.floor((last ?? 0) / 2)
    // Without an end, so that none is missing of those that come before the second half is looked at.
    return [
      { ...wholeRun, until: middle },
      { ...wholeRun, after: middle },
    ]
  })

  /** What a search has found in both halves, in the selection's order; without one, the first rows of that order. */
  function join(runId: number, run: RunRow, selection: ResultSelection, parts: readonly SharedView[]) {
    const positions = unionOf(parts.map((part) => part.positions))
    if (selectsByTextAlone(selection)) return whole(positions)
    const query = positionQuery(selection, positions)
    if (selection.text !== null) return whole(positionsOf(runId, query, -1))
    const first = positionsOf(runId, query, directRows)
    return { positions: first, total: knownTotal(runId, run, selection) ?? first.length }
  }

  const joinParts = database.transaction(
    (runId: number, selection: ResultSelection, parts: readonly SharedView[]): void => {
      const run = selectRun(runId)
      if (run === undefined) return
      const madeAt = performance.now()
      const joined = make(run, () => join(runId, run, selection, parts))
      // The whole is as old as its oldest part.
      const { version } = parts.find((part) => part.version !== joined.version) ?? joined
      const makingTook = joined.makingTook + Math.max(...parts.map((part) => part.makingTook))
      keepView(selectionKey(runId, selection), { ...joined, version, madeAt, makingTook })
    },
  )

  return {
    viewPage(runId: number, selection: ResultSelection, offset: number, limit: number): ViewPage | null {
      forgetWhenIdle()
      return readPage(runId, selection, offset, limit)
    },
    /**
     * In which parts two threads should do a selection at once; none where one does as well, since the run is short
     * or the selection is kept.
     */
    planParts(runId: number, selection: ResultSelection): readonly PlaceRange[] {
      return planParts(runId, selection)
    },
    /** Does a part of a selection; null where there is no such run. */
    makePart(runId: number, selection: ResultSelection, range: PlaceRange): SharedView | null {
      return makePartShared(runId, selection, range)
    },
    /**
     * Keeps a selection of which all parts are done, so that a page of it is only a lookup: of a search all of it, of
     * an order the first `directRows`. Where the run has moved on since, it is used as long as an older selection
     * is, and else the page looks for itself.
     */
    joinParts(runId: number, selection: ResultSelection, parts: readonly SharedView[]): void {
      forgetWhenIdle()
      joinParts(runId, selection, parts)
    },
    /** Makes a whole selection for another thread; null where there is no such run. */
    makeView(runId: number, selection: ResultSelection): SharedView | null {
      return makeShared(runId, selection)
    },
    /** Keeps what another thread has made, so that the next page of it is only a lookup. */
    keepView(runId: number, selection: ResultSelection, view: SharedView): void {
      forgetWhenIdle()
      keepView(selectionKey(runId, selection), { ...view, madeAt: performance.now() })
    },
  }
}

function whole(positions: Uint32Array): Pick<View, 'positions' | 'total'> {
  return { positions, total: positions.length }
}

/** Whether so many rows from the start are known, or there are no more. */
function reaches({ positions, total }: View, rows: number): boolean {
  return rows <= positions.length || positions.length === total
}

function selectsByTextAlone({ status, cause, equals, sort }: ResultSelection): boolean {
  return status === null && cause === null && equals === null && sort === null
}

/** All positions of these lists in ascending order, each once. */
function unionOf(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((length, list) => length + list.length, 0))
  let end = 0
  for (const list of lists) {
    all.set(list, end)
    end += list.length
  }
  all.sort()
  return all.filter((position, place) => place === 0 || position !== all[place - 1])
}
