import {
  comparisonOutcomes,
  comparisonPaces,
  paceFactor,
  paceMargin,
  type ComparisonOutcome,
  type ComparisonPace,
} from '../../../shared/model/comparison.ts'
import { damagedRecord } from './database-errors.ts'
import { statusCodes } from './status-codes.ts'

/** How an outcome stands in a comparison's table. */
export function outcomeCode(outcome: ComparisonOutcome): number {
  return comparisonOutcomes.indexOf(outcome)
}

/** How a pace stands in a comparison's table; 0 stands for none. */
export function paceCode(pace: ComparisonPace): number {
  return comparisonPaces.indexOf(pace) + 1
}

export function toOutcome(code: number): ComparisonOutcome {
  const outcome = comparisonOutcomes[code]
  if (outcome === undefined) throw damagedRecord(`the outcome ${code} of a comparison`)
  return outcome
}

export function toPace(code: number): ComparisonPace | null {
  return code === 0 ? null : (comparisonPaces[code - 1] ?? null)
}

const failed = statusCodes.failed
const skipped = statusCodes.skipped

/** The JSON of values is written in one way only, so that equal values are equal texts. */
const valuesDiffer = `(SELECT result_values FROM results WHERE run_id = :before AND position = b.position)
  IS NOT (SELECT result_values FROM results WHERE run_id = :after AND position = a.position)`

/** What became of an item that both runs have: `b` before and `a` after. */
const outcomeOfBoth = `CASE
  WHEN b.status IS NULL OR a.status IS NULL THEN ${outcomeCode('not-done')}
  WHEN a.status = ${failed} AND b.status = ${failed} THEN ${outcomeCode('still-failing')}
  WHEN a.status = ${failed} THEN ${outcomeCode('newly-failing')}
  WHEN b.status = ${failed} AND a.status <> ${skipped} THEN ${outcomeCode('newly-succeeding')}
  WHEN (a.status = ${skipped}) <> (b.status = ${skipped}) THEN ${outcomeCode('changed')}
  WHEN a.status = ${skipped} THEN ${outcomeCode('same')}
  WHEN :comparesValues AND ${valuesDiffer} THEN ${outcomeCode('changed')}
  ELSE ${outcomeCode('same')} END`

function isLonger(longer: string, shorter: string): string {
  return `${longer} >= ${paceFactor} * ${shorter} AND ${longer} - ${shorter} >= ${paceMargin}`
}

const paceOfBoth = `CASE
  WHEN b.status <> ${statusCodes.succeeded} OR a.status <> ${statusCodes.succeeded} THEN 0
  WHEN ${isLonger('a.duration', 'b.duration')} THEN ${paceCode('slower')}
  WHEN ${isLonger('b.duration', 'a.duration')} THEN ${paceCode('faster')}
  ELSE 0 END`

/** The items of one run in the order of their paths. `nth` tells those apart that have the same path. */
export function sideTable(side: string): string {
  return `CREATE TEMP TABLE ${side} (
    path ANY NOT NULL, nth INTEGER NOT NULL, seq INTEGER NOT NULL,
    position INTEGER, status INTEGER, duration REAL, PRIMARY KEY (path, nth)) STRICT, WITHOUT ROWID`
}

export function fillSide(side: string): string {
  return `INSERT INTO temp.${side}
    SELECT i.path, row_number() OVER (PARTITION BY i.path ORDER BY i.seq), i.seq, r.position, r.status, r.duration
    FROM items AS i LEFT JOIN results AS r ON r.run_id = i.run_id AND r.seq = i.seq WHERE i.run_id = ?`
}

/** A row an item, numbered from 1 without a gap in the order of paths. */
export function comparisonTable(table: string): string {
  return `CREATE TEMP TABLE ${table} (
    place INTEGER PRIMARY KEY, before_seq INTEGER, after_seq INTEGER,
    outcome INTEGER NOT NULL, pace INTEGER NOT NULL, difference REAL) STRICT`
}

/** Both sides are walked through once, in the same order. Binds `before`, `after` and `comparesValues`. */
export function fillComparison(table: string, before: string, after: string): string {
  return `INSERT INTO temp.${table} (before_seq, after_seq, outcome, pace, difference)
    SELECT before_seq, after_seq, outcome, pace, difference FROM (
      SELECT b.path AS path, b.nth AS nth, b.seq AS before_seq, a.seq AS after_seq,
        CASE WHEN a.seq IS NULL THEN ${outcomeCode('only-before')} ELSE ${outcomeOfBoth} END AS outcome,
        CASE WHEN a.status IS NULL OR b.status IS NULL THEN 0 ELSE ${paceOfBoth} END AS pace,
        abs(a.duration - b.duration) AS difference
      FROM temp.${before} AS b LEFT JOIN temp.${after} AS a ON a.path = b.path AND a.nth = b.nth
      UNION ALL
      SELECT a.path, a.nth, NULL, a.seq, ${outcomeCode('only-after')}, 0, NULL
      FROM temp.${after} AS a LEFT JOIN temp.${before} AS b ON b.path = a.path AND b.nth = a.nth
      WHERE b.seq IS NULL
      ORDER BY path, nth)`
}

/** What pages of one kind are found by. */
export function comparisonIndexes(table: string): string {
  return `CREATE INDEX temp.${table}_by_outcome ON ${table} (outcome);
    CREATE INDEX temp.${table}_by_pace ON ${table} (pace, difference DESC) WHERE pace > 0`
}
