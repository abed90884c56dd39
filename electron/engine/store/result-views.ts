import type Database from 'better-sqlite3'
import type { ResultPage } from '../../../shared/contract/contract.ts'
import type { ResultRow } from '../../../shared/model/result.ts'
import { isActiveState, type RunState } from '../../../shared/model/run-state.ts'
import { createOutputAttacher } from './output-queries.ts'
import { positionQuery, type ResultSelection } from './result-order.ts'
import { selectResults, toResultRow } from './result-rows.ts'
import type { ResultItemRow } from './result-rows.ts'

/**
 * Pages of results in any order. The first page of a long run is picked out directly; behind it the
 * positions of the whole selection are kept in memory, four bytes for each, so that any further page is a
 * lookup. Runs on a thread of its own, since making a selection may take a second.
 */

/** Up to so many rows from the start a page is picked out without the whole selection. */
const directRows = 1_000

/** A run with fewer results is selected whole at once: it takes no longer. */
const fewResults = 20_000

/** Positions that are kept at most, of all selections together: 64 MB. */
const mostPositions = 16_000_000

/** How long a selection of a run at work is used though there are newer results, in milliseconds. */
const usableFor = 2_000

/** Nor is such a run selected anew before so many times the time has passed that it took. */
const restAfterMaking = 5

/** After so long without a request everything is forgotten, in milliseconds. */
const idleTime = 60_000

interface View {
  readonly positions: Uint32Array
  readonly version: string
  readonly madeAt: number
  readonly makingTook: number
}

interface RunRow {
  readonly state: RunState
  readonly sessions: number
  readonly succeeded: number
  readonly failed: number
  readonly alreadyDone: number
  readonly skipped: number
  readonly retrying: number
}

/** A page, and whether the whole selection should be made ready for the next one. */
export interface ViewPage extends ResultPage {
  readonly isPartial: boolean
}

export function prepareResultViews(database: Database.Database) {
  const selectRun = database.prepare<[number], RunRow>(
    `SELECT state, sessions, succeeded, failed, already_done AS alreadyDone, skipped, retrying FROM runs
     WHERE id = ? AND EXISTS (SELECT 1 FROM jobs WHERE run_id = runs.id)`,
  )
  const selectRow = database.prepare<[number, number], ResultItemRow>(
    selectResults('WHERE r.run_id = ? AND r.position = ?'),
  )
  const withOutputs = createOutputAttacher(database)
  const countCause = database
    .prepare<[number, string], number>(
      'SELECT count(*) FROM results INDEXED BY results_by_cause WHERE run_id = ? AND cause = ?',
    )
    .pluck()
  // In the order in which they were last used.
  const views = new Map<string, View>()
  let idle: NodeJS.Timeout | null = null

  function positionsOf(runId: number, selection: ResultSelection, limit: number): Uint32Array {
    const { sql, parameters } = positionQuery(selection)
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

  /** A view that may be used still, or null. */
  function usableView(key: string, run: RunRow): View | null {
    const view = views.get(key)
    if (view === undefined) return null
    views.delete(key)
    const age = performance.now() - view.madeAt
    const rest = Math.max(usableFor, restAfterMaking * view.makingTook)
    if (view.version !== versionOf(run) && !(isActiveState(run.state) && age < rest)) return null
    views.set(key, view)
    return view
  }

  function makeView(key: string, runId: number, run: RunRow, selection: ResultSelection): View {
    const began = performance.now()
    const positions = positionsOf(runId, selection, -1)
    const madeAt = performance.now()
    const view = { positions, version: versionOf(run), madeAt, makingTook: madeAt - began }
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
  function knownTotal(runId: number, run: RunRow, { status, cause, text }: ResultSelection): number | null {
    if (text !== null || (status !== null && cause !== null)) return null
    if (cause !== null) return countCause.get(runId, cause) ?? 0
    if (status === null) return resultCount(run)
    return { ...run, 'already-done': run.alreadyDone }[status]
  }

  // Positions and rows must be of the same moment.
  const readPage = database.transaction(
    (runId: number, selection: ResultSelection, offset: number, limit: number): ViewPage | null => {
      const run = selectRun.get(runId)
      if (run === undefined) return null
      const key = JSON.stringify([runId, selection])
      const usable = usableView(key, run)
      const total = usable === null ? knownTotal(runId, run, selection) : null
      if (total !== null && resultCount(run) > fewResults && offset + limit <= directRows) {
        const positions = positionsOf(runId, selection, offset + limit).subarray(offset)
        return { total, rows: rowsAt(runId, positions), isPartial: true }
      }
      const { positions } = usable ?? makeView(key, runId, run, selection)
      const rows = rowsAt(runId, positions.subarray(offset, offset + limit))
      return { total: positions.length, rows, isPartial: false }
    },
  )

  const makeReady = database.transaction((runId: number, selection: ResultSelection): void => {
    const run = selectRun.get(runId)
    const key = JSON.stringify([runId, selection])
    if (run !== undefined && usableView(key, run) === null) makeView(key, runId, run, selection)
  })

  return {
    viewPage(runId: number, selection: ResultSelection, offset: number, limit: number): ViewPage | null {
      forgetWhenIdle()
      return readPage(runId, selection, offset, limit)
    },
    /** Makes a selection ready, so that the next page of it is only a lookup. */
    makeViewReady(runId: number, selection: ResultSelection): void {
      makeReady(runId, selection)
    },
  }
}

function resultCount(run: RunRow): number {
  return run.succeeded + run.failed + run.alreadyDone + run.skipped
}

/** Different whenever the results of the run are. */
function versionOf(run: RunRow): string {
  return [
    run.sessions,
    run.succeeded,
    run.failed,
    run.alreadyDone,
    run.skipped,
    run.retrying,
    run.state,
  ].join()
}
