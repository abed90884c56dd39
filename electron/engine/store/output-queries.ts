import type Database from 'better-sqlite3'
import type { OutputRow, PlanAction } from '../../../shared/model/plan-row.ts'
import type { ResultRow } from '../../../shared/model/result.ts'
import { toPathBytes } from '../path-bytes.ts'
import {
  attachOutputs,
  selectedMade,
  selectedPlan,
  toMadeOutput,
  toOutputRow,
  toPlannedOutput,
  toResultOutput,
  type IndexedOutput,
  type MadeColumns,
  type PlanColumns,
  type PlannedItemColumns,
} from './output-rows.ts'
import { toPathText } from './item-rows.ts'
import type { MadeRow, OutputEnds, OutputFigures, UnmadeRow } from './records.ts'

type OutputColumns = PlanColumns & MadeColumns

/** The queries for outputs. */
export const outputSql = {
  one: `SELECT ${selectedPlan}, ${selectedMade} FROM outputs AS o WHERE o.run_id = ? AND o.seq = ?`,
  owner: 'SELECT seq FROM outputs WHERE run_id = ? AND key = ?',
  page: `SELECT i.seq, i.path, i.size, ${selectedPlan}, ${selectedMade}
    FROM (SELECT run_id, seq FROM outputs WHERE run_id = :runId ORDER BY seq LIMIT :limit OFFSET :offset) AS p
    CROSS JOIN outputs AS o ON o.run_id = p.run_id AND o.seq = p.seq
    CROSS JOIN items AS i ON i.run_id = o.run_id AND i.seq = o.seq ORDER BY p.seq`,
  pageOfAction: `SELECT i.seq, i.path, i.size, ${selectedPlan}, ${selectedMade}
    FROM (SELECT run_id, seq FROM outputs INDEXED BY outputs_by_action
          WHERE run_id = :runId AND action = :action ORDER BY seq LIMIT :limit OFFSET :offset) AS p
    CROSS JOIN outputs AS o ON o.run_id = p.run_id AND o.seq = p.seq
    CROSS JOIN items AS i ON i.run_id = o.run_id AND i.seq = o.seq ORDER BY p.seq`,
  unmade: `SELECT i.seq, i.path, i.size, i.modified_at AS modifiedAt, ${selectedPlan}, ${selectedMade}
    FROM outputs AS o CROSS JOIN items AS i ON i.run_id = o.run_id AND i.seq = o.seq
    WHERE o.run_id = ? AND o.seq > ? AND o.made_path IS NULL AND o.key IS NOT NULL ORDER BY o.seq LIMIT ?`,
  madeBefore: `SELECT i.seq, i.path, i.size, ${selectedPlan}, ${selectedMade}
    FROM outputs AS o CROSS JOIN items AS i ON i.run_id = o.run_id AND i.seq = o.seq
    WHERE o.run_id = :runId AND o.seq < :before AND o.made_path IS NOT NULL ORDER BY o.seq DESC LIMIT :limit`,
}

interface Page {
  readonly runId: number
  readonly limit: number
  readonly offset: number
}

/** Finds what was planned and made for the outputs of results. */
export type OutputFinder = (runId: number, rows: readonly { readonly seq: number }[]) => IndexedOutput[]

export function createOutputFinder(database: Database.Database): OutputFinder {
  const makesOutputs = database
    .prepare<[number], 0 | 1>('SELECT makes_outputs FROM runs WHERE id = ?')
    .pluck()
  const select = database.prepare<[number, number], OutputColumns>(outputSql.one)
  return (runId, rows) => {
    if (makesOutputs.get(runId) !== 1) return []
    return rows.flatMap(({ seq }, index) => {
      const output = select.get(runId, seq)
      return output === undefined ? [] : [{ index, output: toResultOutput(output) }]
    })
  }
}

/** Adds to result rows what was planned and made for their outputs. */
export type OutputAttacher = (runId: number, rows: ResultRow[]) => ResultRow[]

export function createOutputAttacher(find: OutputFinder): OutputAttacher {
  return (runId, rows) => attachOutputs(rows, find(runId, rows))
}

/** What runs planned to write, and what came to stand. */
export function prepareOutputQueries(database: Database.Database) {
  const selectOwner = database.prepare<[number, string | Buffer], number>(outputSql.owner).pluck()
  const selectPage = database.prepare<[Page], PlannedItemColumns & OutputColumns>(outputSql.page)
  const selectOfAction = database.prepare<
    [Page & { readonly action: PlanAction }],
    PlannedItemColumns & OutputColumns
  >(outputSql.pageOfAction)
  const selectMade = database.prepare<
    { readonly runId: number; readonly before: number; readonly limit: number },
    PlannedItemColumns & OutputColumns
  >(outputSql.madeBefore)
  const selectUnmade = database.prepare<
    [number, number, number],
    PlannedItemColumns & OutputColumns & { readonly modifiedAt: number | null }
  >(outputSql.unmade)
  const countActions = database.prepare<[number], { readonly action: PlanAction; readonly count: number }>(
    'SELECT action, count(*) AS count FROM outputs WHERE run_id = ? GROUP BY action',
  )
  const countMade = database.prepare<[number], Omit<OutputFigures, 'actions'>>(
    `SELECT count(made_path) AS made, count(*) FILTER (WHERE undo = 'undone') AS undone,
       count(*) FILTER (WHERE undo = 'refused') AS refused
     FROM outputs WHERE run_id = ?`,
  )

  const selectEnds = database.prepare<
    [number],
    { readonly first: Buffer | null; readonly last: Buffer | null }
  >(
    `SELECT min(CAST(made_path AS BLOB)) AS first, max(CAST(made_path AS BLOB)) AS last
     FROM outputs WHERE run_id = ? AND made_path IS NOT NULL AND undo IS NOT 'undone'`,
  )

  // Figures of one moment.
  const readFigures = database.transaction((runId: number): OutputFigures => {
    const { made, undone, refused } = countMade.get(runId) ?? { made: 0, undone: 0, refused: 0 }
    const actions = Object.fromEntries(countActions.all(runId).map(({ action, count }) => [action, count]))
    return { actions, made, undone, refused }
  })

  return {
    /** Which items of the run have these keys; null for those that none has. */
    outputOwners: (runId: number, keys: readonly string[]): (number | null)[] =>
      keys.map((key) => selectOwner.get(runId, toPathBytes(key)) ?? null),
    outputFigures: (runId: number): OutputFigures => readFigures(runId),
    /** The first and the last path of the outputs that stand, by their bytes: what both begin with, all do. */
    outputEnds(runId: number): OutputEnds | null {
      const { first, last } = selectEnds.get(runId) ?? { first: null, last: null }
      return first === null || last === null ? null : { first: toPathText(first), last: toPathText(last) }
    },
    outputPage(runId: number, action: PlanAction | null, offset: number, limit: number): OutputRow[] {
      const rows =
        action === null
          ? selectPage.all({ runId, offset, limit })
          : selectOfAction.all({ runId, offset, limit, action })
      return rows.map(toOutputRow)
    },
    /** At most `limit` outputs that were made, by descending place in the input, below `before`. */
    madeOutputs: (runId: number, before: number, limit: number): MadeRow[] =>
      selectMade.all({ runId, before, limit }).flatMap((row) => {
        const made = toMadeOutput(row)
        if (made === null) return []
        const { action } = toPlannedOutput(row)
        return {
          seq: row.seq,
          source: toPathText(row.path),
          action: row.replacesOwn === 1 ? 'create' : action,
          effect: row.effect,
          made,
          undo: row.undo,
        }
      }),
    /** At most `limit` items after `afterSeq` of which something was to be made and nothing is known to be. */
    unmadeOutputs: (runId: number, afterSeq: number, limit: number): UnmadeRow[] =>
      selectUnmade.all(runId, afterSeq, limit).map((row) => ({
        seq: row.seq,
        path: toPathText(row.path),
        size: row.size,
        modifiedAt: row.modifiedAt,
        planned: toPlannedOutput(row),
        effect: row.effect,
      })),
  }
}
