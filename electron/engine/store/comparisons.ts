import type Database from 'better-sqlite3'
import {
  comparisonPaces,
  type ComparedItem,
  type ComparisonCounts,
  type ComparisonKind,
  type ComparisonOutcome,
  type ComparisonPace,
  type ComparisonRow,
} from '../../../shared/model/comparison.ts'
import { isEndState } from '../../../shared/model/run-state.ts'
import { EngineError, runNotFound } from '../errors.ts'
import {
  comparisonIndexes,
  comparisonTable,
  fillComparison,
  fillSide,
  outcomeCode,
  paceCode,
  sideTable,
  toOutcome,
  toPace,
} from './comparison-sql.ts'
import { damagedRecord } from './database-errors.ts'
import { historySql } from './history-queries.ts'
import { toPathText } from './item-rows.ts'
import { createOutputAttacher, createOutputFinder } from './output-queries.ts'
import { toResultRow, type ResultItemRow } from './result-rows.ts'
import { prepareRunRow, versionOf } from './run-version.ts'

/** So many comparisons are kept; the one that was made first goes first. */
const mostKept = 4

/** The most memory that comparisons may take, in KiB; beyond that they are on disk only. */
const cacheKibibytes = 16 * 1024

/** Which two runs are compared, and whether the values of their results are. */
export interface ComparedRuns {
  readonly before: number
  readonly after: number
  readonly comparesValues: boolean
}

/** Which rows of a comparison are wanted. */
export interface WantedRows {
  /** Null for all. */
  readonly kind: ComparisonKind | null
  readonly offset: number
  readonly limit: number
}

/** A part of a comparison, and how much there is of the whole. */
export interface ComparedPage {
  readonly items: number
  readonly counts: ComparisonCounts
  readonly total: number
  readonly rows: ComparisonRow[]
}

interface Kept {
  readonly table: string
  /** The versions of the results that it was made of. */
  readonly version: string
  readonly items: number
  readonly counts: ComparisonCounts
}

interface PlaceRow {
  readonly beforeSeq: number | null
  readonly afterSeq: number | null
  readonly outcome: number
  readonly pace: number
}

/**
 * Comparisons of two runs: a temporary table on disk for each, which goes with its thread. It is made in one walk
 * through both runs in the order of their paths, which takes seconds for a million items; pages of it are then found
 * by their place. Runs on a thread of its own.
 */
export function prepareComparisons(database: Database.Database) {
  database.pragma('temp_store = FILE')
  database.pragma(`temp.cache_size = -${cacheKibibytes}`)
  const selectRun = prepareRunRow(database)
  const selectPath = database
    .prepare<[number, number], string | Buffer>('SELECT path FROM items WHERE run_id = ? AND seq = ?')
    .pluck()
  const selectResult = database.prepare<[number, number], ResultItemRow>(historySql.resultOfItem)
  const withOutputs = createOutputAttacher(createOutputFinder(database))
  const kept = new Map<string, Kept>()
  let made = 0

  /** The version of a run that has ended. */
  function endedVersion(runId: number): string {
    const run = selectRun(runId)
    if (run === undefined) throw runNotFound(runId)
    if (!isEndState(run.state)) throw stillActive(runId, run.state)
    return versionOf(run)
  }

  function drop(key: string): void {
    const old = kept.get(key)
    if (old === undefined) return
    kept.delete(key)
    database.exec(`DROP TABLE temp.${old.table}`)
  }

  function compare({ before, after, comparesValues }: ComparedRuns, table: string): void {
    const sides = [
      ['compared_before', before],
      ['compared_after', after],
    ] as const
    for (const [side, runId] of sides) {
      database.exec(sideTable(side))
      database.prepare<[number]>(fillSide(side)).run(runId)
    }
    database.exec(comparisonTable(table))
    database
      .prepare<[Readonly<Record<string, number>>]>(fillComparison(table, sides[0][0], sides[1][0]))
      .run({ before, after, comparesValues: Number(comparesValues) })
    for (const [side] of sides) database.exec(`DROP TABLE temp.${side}`)
    database.exec(comparisonIndexes(table))
  }

  function countsOf(table: string): ComparisonCounts {
    function count(column: 'outcome' | 'pace', code: number): number {
      const filter = column === 'pace' ? 'pace > 0 AND pace' : column
      return (
        database
          .prepare<[number], number>(
            `SELECT count(*) FROM temp.${table} INDEXED BY ${table}_by_${column} WHERE ${filter} = ?`,
          )
          .pluck()
          .get(code) ?? 0
      )
    }
    function ofOutcome(outcome: ComparisonOutcome): number {
      return count('outcome', outcomeCode(outcome))
    }
    function ofPace(pace: ComparisonPace): number {
      return count('pace', paceCode(pace))
    }
    return {
      'newly-failing': ofOutcome('newly-failing'),
      'newly-succeeding': ofOutcome('newly-succeeding'),
      changed: ofOutcome('changed'),
      slower: ofPace('slower'),
      faster: ofPace('faster'),
      'still-failing': ofOutcome('still-failing'),
      'not-done': ofOutcome('not-done'),
      'only-before': ofOutcome('only-before'),
      'only-after': ofOutcome('only-after'),
      same: ofOutcome('same'),
    }
  }

  function comparisonOf(runs: ComparedRuns): Kept {
    const version = `${endedVersion(runs.before)} ${endedVersion(runs.after)}`
    const key = JSON.stringify([runs.before, runs.after, runs.comparesValues])
    const known = kept.get(key)
    if (known?.version === version) return known
    drop(key)
    const [oldest] = kept.keys()
    if (kept.size >= mostKept && oldest !== undefined) drop(oldest)
    made += 1
    const table = `comparison_${made}`
    compare(runs, table)
    const items = database
      .prepare<[], number>(`SELECT coalesce(max(place), 0) FROM temp.${table}`)
      .pluck()
      .get()
    const comparison = { table, version, items: items ?? 0, counts: countsOf(table) }
    kept.set(key, comparison)
    return comparison
  }

  function itemOf(runId: number, seq: number | null): ComparedItem | null {
    if (seq === null) return null
    const row = selectResult.get(runId, seq)
    const [result = null] = row === undefined ? [] : withOutputs(runId, [toResultRow(row)])
    return { seq, result }
  }

  function pathOf(runId: number, seq: number): string {
    const path = selectPath.get(runId, seq)
    if (path === undefined) throw damagedRecord(`item ${seq} of run ${runId}`)
    return toPathText(path)
  }

  const readPage = database.transaction((runs: ComparedRuns, wanted: WantedRows): ComparedPage => {
    const { table, items, counts } = comparisonOf(runs)
    const places = database
      .prepare<[Readonly<Record<string, number>>], PlaceRow>(pageQuery(table, wanted.kind))
      .all({ offset: wanted.offset, limit: wanted.limit })
    const rows = places.map(({ beforeSeq, afterSeq, outcome, pace }) => ({
      path: beforeSeq === null ? pathOf(runs.after, afterSeq ?? 0) : pathOf(runs.before, beforeSeq),
      outcome: toOutcome(outcome),
      pace: toPace(pace),
      before: itemOf(runs.before, beforeSeq),
      after: itemOf(runs.after, afterSeq),
    }))
    return { items, counts, total: wanted.kind === null ? items : counts[wanted.kind], rows }
  })

  return {
    /** @throws {EngineError} RUN_NOT_FOUND, RUN_ACTIVE */
    compareRuns: (runs: ComparedRuns, wanted: WantedRows): ComparedPage => readPage(runs, wanted),
  }
}

function isPace(kind: ComparisonKind): kind is ComparisonPace {
  return comparisonPaces.some((pace) => pace === kind)
}

/** Places are counted along a narrow index, and only then looked up. */
function pageQuery(table: string, kind: ComparisonKind | null): string {
  const columns = 'c.before_seq AS beforeSeq, c.after_seq AS afterSeq, c.outcome, c.pace'
  if (kind === null) {
    return `SELECT ${columns} FROM temp.${table} AS c
      WHERE c.place > :offset AND c.place <= :offset + :limit ORDER BY c.place`
  }
  const [filter, order] = isPace(kind)
    ? [`pace > 0 AND pace = ${paceCode(kind)}`, 'difference DESC, place']
    : [`outcome = ${outcomeCode(kind)}`, 'place']
  const index = `${table}_by_${isPace(kind) ? 'pace' : 'outcome'}`
  return `SELECT ${columns} FROM (SELECT place FROM temp.${table} INDEXED BY ${index}
      WHERE ${filter} ORDER BY ${order} LIMIT :limit OFFSET :offset) AS p
    CROSS JOIN temp.${table} AS c ON c.place = p.place`
}

function stillActive(runId: number, state: string): EngineError {
  const what =
    state === 'queued' ? 'has not begun yet' : `is still ${state === 'paused' ? 'paused' : 'at work'}`
  return new EngineError(
    'RUN_ACTIVE',
    `Run ${runId} ${what}, so its results may change. Compare it once it has ended.`,
    { data: { runId } },
  )
}
