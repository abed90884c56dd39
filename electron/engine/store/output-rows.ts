import type {
  OutputRow,
  PlanAction,
  PlanRow,
  ResultOutput,
  UndoState,
} from '../../../shared/model/plan-row.ts'
import {
  madeOutputSchema,
  type MadeOutput,
  type PlannedOutput,
} from '../../../shared/model/planned-output.ts'
import type { ResultRow } from '../../../shared/model/result.ts'
import { toPathBytes } from '../path-bytes.ts'
import type { SqlValue } from './bulk-insert.ts'
import { damagedRecord } from './database-errors.ts'
import { toPathText } from './item-rows.ts'
import type { PlannedItem, StoredOutput } from './records.ts'

/** The columns of a plan, in the order of `planValues`. */
export const planColumns = [
  'run_id',
  'seq',
  'action',
  'path',
  'key',
  'effect',
  'old_size',
  'old_modified_at',
  'reason',
  'taken_by',
  'error_code',
  'error_message',
] as const

/** What is planned for an item, as it stands in its row. */
export interface PlanColumns {
  readonly action: string
  readonly output: string | Buffer | null
  readonly oldSize: number | null
  readonly oldModifiedAt: number | null
  readonly reason: string | null
  readonly takenBy: number | null
  readonly planCode: string | null
  readonly planMessage: string | null
}

/** What of a plan is read, where its table is called `o`. */
export const selectedPlan = `o.action, o.path AS output, o.old_size AS oldSize, o.old_modified_at AS oldModifiedAt,
  o.reason, o.taken_by AS takenBy, o.error_code AS planCode, o.error_message AS planMessage`

/** What came of a plan, as it stands in its row. */
export interface MadeColumns {
  readonly effect: 'writes' | 'moves'
  readonly replacesOwn: 0 | 1
  readonly madePath: string | Buffer | null
  readonly madeSize: number | null
  readonly madeModifiedAt: number | null
  readonly madeInode: string | null
  readonly madeFolders: string | null
  readonly undo: UndoState['state'] | null
  readonly undoMessage: string | null
}

export const selectedMade = `o.effect, o.replaces_own AS replacesOwn, o.made_path AS madePath, o.made_size AS madeSize,
  o.made_modified_at AS madeModifiedAt, o.made_inode AS madeInode, o.made_folders AS madeFolders,
  o.undo, o.undo_message AS undoMessage`

/** What of an item a row of a plan shows. */
export interface PlannedItemColumns {
  readonly seq: number
  readonly path: string | Buffer
  readonly size: number | null
}

/** The values of a plan's row. */
export function planValues(runId: number, { seq, planned, key, effect }: PlannedItem): SqlValue[] {
  const { action, path } = planned
  const old = planned.action === 'replace' ? planned : null
  const skip = planned.action === 'skip' ? planned : null
  const refusal = planned.action === 'refuse' ? planned : null
  return [
    runId,
    seq,
    action,
    path === null ? null : toPathBytes(path),
    key === null ? null : toPathBytes(key),
    effect,
    old?.size ?? null,
    old?.modifiedAt ?? null,
    skip?.reason ?? null,
    skip?.by ?? null,
    refusal?.code ?? null,
    refusal?.message ?? null,
  ]
}

export function toPlannedOutput(row: PlanColumns): PlannedOutput {
  const path = row.output === null ? null : toPathText(row.output)
  const { action, oldSize, oldModifiedAt, reason, takenBy: by, planCode: code, planMessage: message } = row
  if (action === 'refuse' && code !== null && message !== null) return { action, path, code, message }
  if (path !== null) {
    if (action === 'create' || action === 'replace-input') return { action, path }
    if (action === 'replace' && oldSize !== null && oldModifiedAt !== null) {
      return { action, path, size: oldSize, modifiedAt: oldModifiedAt }
    }
    if (action === 'skip' && (reason === 'exists' || reason === 'not-newer' || reason === 'taken')) {
      return { action, path, reason, by }
    }
  }
  throw damagedRecord('what is planned for an output')
}

export function toMadeOutput(row: MadeColumns): MadeOutput | null {
  if (row.madePath === null) return null
  const folders: unknown = row.madeFolders === null ? null : JSON.parse(row.madeFolders)
  const { success, data, error } = madeOutputSchema.safeParse({
    path: toPathText(row.madePath),
    size: row.madeSize,
    modifiedAt: row.madeModifiedAt,
    inode: row.madeInode,
    madeFolders: folders,
  })
  if (!success) throw damagedRecord('what came to stand as an output', error)
  return data
}

/** The values of `made_path`, `made_size`, `made_modified_at`, `made_inode` and `made_folders`. */
export function madeValues({ path, size, modifiedAt, inode, madeFolders }: MadeOutput): SqlValue[] {
  return [toPathBytes(path), size, modifiedAt, inode, JSON.stringify(madeFolders)]
}

export function toStoredOutput(row: PlanColumns & MadeColumns): StoredOutput {
  return {
    planned: toPlannedOutput(row),
    effect: row.effect,
    made: toMadeOutput(row),
    undo: toUndoState(row),
  }
}

function toUndoState({ undo, undoMessage }: MadeColumns): UndoState | null {
  return undo === null ? null : { state: undo, message: undoMessage }
}

/** A row of a plan that makes files. */
export function toPlanRow(row: PlannedItemColumns & PlanColumns): PlanRow {
  const planned = toPlannedOutput(row)
  return {
    seq: row.seq,
    path: toPathText(row.path),
    size: row.size,
    action: planned.action,
    output: planned.path,
    replaces: planned.action === 'replace' ? { size: planned.size, modifiedAt: planned.modifiedAt } : null,
    note: noteOf(planned),
    code: planned.action === 'refuse' ? planned.code : null,
    doneInRun: null,
  }
}

export function toOutputRow(row: PlannedItemColumns & PlanColumns & MadeColumns): OutputRow {
  return { ...toPlanRow(row), made: toMadeOutput(row), undo: toUndoState(row) }
}

export function toResultOutput(row: PlanColumns & MadeColumns): ResultOutput {
  const planned = toPlannedOutput(row)
  const action: PlanAction = planned.action
  return {
    action,
    path: planned.path,
    note: noteOf(planned),
    made: row.madePath !== null,
    undo: toUndoState(row),
  }
}

/** The output of the row of this index; most runs make none. */
export interface IndexedOutput {
  readonly index: number
  readonly output: ResultOutput
}

/** Result rows with the outputs that they have. */
export function attachOutputs(rows: ResultRow[], outputs: readonly IndexedOutput[]): ResultRow[] {
  if (outputs.length === 0) return rows
  const byIndex = new Map(outputs.map(({ index, output }) => [index, output]))
  return rows.map((row, index) => ({ ...row, output: byIndex.get(index) ?? null }))
}

/** Why nothing is made, for a person. */
function noteOf(planned: PlannedOutput): string | null {
  if (planned.action === 'refuse') return planned.message
  if (planned.action !== 'skip') return null
  switch (planned.reason) {
    case 'exists':
      return 'There is something of that name already.'
    case 'not-newer':
      return 'What is there is as new as the input, or newer.'
    case 'taken':
      return planned.by === null
        ? 'Another item of the run has that name.'
        : `Item ${planned.by} of the run has that name.`
  }
}
