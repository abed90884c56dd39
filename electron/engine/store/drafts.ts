import type Database from 'better-sqlite3'
import type { PlanAction, PlanRow } from '../../../shared/model/plan-row.ts'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import { toPathBytes } from '../path-bytes.ts'
import { numberAt, toldNumber, type ItemColumns } from './batches.ts'
import { prepareBulkInsert, type SqlValue } from './bulk-insert.ts'
import { toPathText } from './item-rows.ts'
import { planValues, selectedPlan, toPlanRow, type PlanColumns } from './output-rows.ts'
import type { DraftItem, PlannedItem } from './records.ts'

const itemColumns = [
  'run_id',
  'seq',
  'item_path',
  'size',
  'modified_at',
  'root_length',
  'done_in_run',
  'problem_code',
  'problem_message',
  'action',
]

/** An item that waits to be planned. It stands for no action of a plan. */
const waiting = 'waiting'

interface ItemRow {
  readonly seq: number
  readonly path: string | Buffer
  readonly size: number | null
  readonly modifiedAt: number | null
  readonly rootLength: number
}

interface DraftRow extends PlanColumns {
  readonly seq: number
  readonly path: string | Buffer
  readonly size: number | null
  readonly problemCode: string | null
  readonly problemMessage: string | null
  readonly doneInRun: number | null
}

interface Page {
  readonly draft: number
  readonly action: PlanAction | null
  readonly limit: number
  readonly offset: number
}

/**
 * Plans of jobs that were not started: a temporary table on disk, which goes when its process does. Its columns are
 * named as those of `outputs`, with those of the item before them; `run_id` is the number of the draft.
 */
export function createDrafts(database: Database.Database) {
  let statements: ReturnType<typeof prepare> | null = null

  function prepare() {
    database.exec(`
      CREATE TEMP TABLE drafts (
        run_id INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        item_path ANY NOT NULL,
        size INTEGER,
        modified_at REAL,
        root_length INTEGER NOT NULL,
        done_in_run INTEGER,
        problem_code TEXT,
        problem_message TEXT,
        action TEXT NOT NULL,
        path ANY,
        key ANY,
        effect TEXT,
        old_size INTEGER,
        old_modified_at REAL,
        reason TEXT,
        taken_by INTEGER,
        error_code TEXT,
        error_message TEXT,
        PRIMARY KEY (run_id, seq)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX temp.drafts_by_key ON drafts (run_id, key) WHERE key IS NOT NULL;
      CREATE INDEX temp.drafts_by_action ON drafts (run_id, action);
      CREATE INDEX temp.drafts_by_path ON drafts (run_id, item_path);
    `)
    const columns = `o.seq, o.item_path AS path, o.size, o.done_in_run AS doneInRun, o.problem_code AS problemCode,
      o.problem_message AS problemMessage, ${selectedPlan}`
    return {
      insert: prepareBulkInsert(database, 'temp.drafts', itemColumns),
      items: database.prepare<[number, number, number], ItemRow>(
        `SELECT seq, item_path AS path, size, modified_at AS modifiedAt, root_length AS rootLength
         FROM temp.drafts INDEXED BY drafts_by_action
         WHERE run_id = ? AND action = '${waiting}' AND seq > ? ORDER BY seq LIMIT ?`,
      ),
      owner: database
        .prepare<[number, string | Buffer], number>(
          'SELECT seq FROM temp.drafts WHERE run_id = ? AND key = ?',
        )
        .pluck(),
      isInput: database
        .prepare<[number, string | Buffer], 1>(
          'SELECT 1 FROM temp.drafts WHERE run_id = ? AND item_path = ? LIMIT 1',
        )
        .pluck(),
      plan: database.prepare(
        `UPDATE temp.drafts SET action = ?, path = ?, key = ?, effect = ?, old_size = ?, old_modified_at = ?,
           reason = ?, taken_by = ?, error_code = ?, error_message = ? WHERE run_id = ? AND seq = ?`,
      ),
      counts: database.prepare<[number], { readonly action: PlanAction; readonly count: number }>(
        `SELECT action, count(*) AS count FROM temp.drafts WHERE run_id = ? GROUP BY action`,
      ),
      page: database.prepare<[Page], DraftRow>(
        `SELECT ${columns} FROM temp.drafts AS o WHERE o.run_id = :draft AND :action IS NULL
         ORDER BY o.seq LIMIT :limit OFFSET :offset`,
      ),
      pageOfAction: database.prepare<[Page], DraftRow>(
        `SELECT ${columns} FROM (SELECT run_id, seq FROM temp.drafts INDEXED BY drafts_by_action
           WHERE run_id = :draft AND action = :action ORDER BY seq LIMIT :limit OFFSET :offset) AS p
         CROSS JOIN temp.drafts AS o ON o.run_id = p.run_id AND o.seq = p.seq ORDER BY o.seq`,
      ),
      forget: database.prepare<[number]>('DELETE FROM temp.drafts WHERE run_id = ?'),
    }
  }

  function ready(): ReturnType<typeof prepare> {
    statements ??= prepare()
    return statements
  }

  const add = database.transaction(
    (
      draft: number,
      firstSeq: number,
      items: ItemColumns,
      doneIn: readonly (number | null)[],
      idle: PlanAction | typeof waiting,
    ) => {
      const problems = new Map(items.problems.map((problem) => [problem.index, problem]))
      const values: SqlValue[] = []
      for (const [index, path] of items.paths.entries()) {
        const size = toldNumber(items.sizes[index])
        const problem = problems.get(index)
        const doneInRun = doneIn[index] ?? null
        const action = doneInRun !== null ? 'already-done' : problem !== undefined ? 'unreadable' : idle
        values.push(draft, firstSeq + index, toPathBytes(path), size === null ? null : cappedBytes(size))
        values.push(toldNumber(items.modifiedAt[index]), numberAt(items.rootLengths, index), doneInRun)
        values.push(problem?.code ?? null, problem?.message ?? null, action)
      }
      ready().insert(values)
    },
  )
  const plan = database.transaction((draft: number, items: readonly PlannedItem[]) => {
    for (const item of items) ready().plan.run(...planValues(draft, item).slice(2), draft, item.seq)
  })

  return {
    /**
     * Adds items to a draft, the first of which gets the number `firstSeq`.
     * @param doneIn the run that has done each of them, where there is one
     * @param makesOutputs whether they are to be planned
     */
    addToDraft(
      draft: number,
      firstSeq: number,
      items: ItemColumns,
      doneIn: readonly (number | null)[],
      makesOutputs: boolean,
    ): void {
      // What waits has an action that no plan has, so that it is found by the index over actions.
      add(draft, firstSeq, items, doneIn, makesOutputs ? waiting : 'read')
    },
    /** At most `limit` items after `afterSeq` that wait to be planned. */
    draftItems(draft: number, afterSeq: number, limit: number): DraftItem[] {
      return ready()
        .items.all(draft, afterSeq, limit)
        .map((row) => ({ ...row, path: toPathText(row.path) }))
    },
    draftOwners: (draft: number, keys: readonly string[]): (number | null)[] =>
      keys.map((key) => ready().owner.get(draft, toPathBytes(key)) ?? null),
    draftInputs: (draft: number, paths: readonly string[]): boolean[] =>
      paths.map((path) => ready().isInput.get(draft, toPathBytes(path)) !== undefined),
    planDraft(draft: number, items: readonly PlannedItem[]): void {
      plan(draft, items)
    },
    draftCounts: (draft: number): Partial<Record<PlanAction, number>> =>
      Object.fromEntries(
        ready()
          .counts.all(draft)
          .map(({ action, count }) => [action, count]),
      ),
    draftPage(draft: number, action: PlanAction | null, offset: number, limit: number): PlanRow[] {
      const { page, pageOfAction } = ready()
      return (action === null ? page : pageOfAction).all({ draft, action, offset, limit }).map(toDraftRow)
    },
    forgetDraft(draft: number): void {
      if (statements !== null) statements.forget.run(draft)
    },
  }
}

function toDraftRow(row: DraftRow): PlanRow {
  const { action, seq, size, problemCode: code, problemMessage: note, doneInRun } = row
  if (action !== 'already-done' && action !== 'unreadable' && action !== 'read') return toPlanRow(row)
  return {
    seq,
    path: toPathText(row.path),
    size,
    action,
    output: null,
    replaces: null,
    note,
    code,
    doneInRun,
  }
}
