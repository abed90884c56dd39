import type Database from 'better-sqlite3'
import type { UndoState } from '../../../shared/model/plan-row.ts'
import type { MadeOutput } from '../../../shared/model/planned-output.ts'
import { toPathBytes } from '../path-bytes.ts'
import { prepareBulkInsert } from './bulk-insert.ts'
import { madeValues, planColumns, planValues } from './output-rows.ts'
import type { PlannedItem, UndoRecord } from './records.ts'
import type { RunFinder, RunGuard } from './run-guard.ts'
import { isActiveState } from '../../../shared/model/run-state.ts'
import { EngineError } from '../errors.ts'

/** Writes down that an item's output stands. To be called inside the transaction of its result. */
export type MadeWriter = (runId: number, seq: number, made: MadeOutput) => void

export function createMadeWriter(database: Database.Database): MadeWriter {
  const update = database.prepare(
    `UPDATE outputs SET made_path = ?, made_size = ?, made_modified_at = ?, made_inode = ?, made_folders = ?,
       undo = NULL, undo_message = NULL
     WHERE run_id = ? AND seq = ?`,
  )
  return (runId, seq, made) => {
    const { changes } = update.run(...madeValues(made), runId, seq)
    if (changes === 0) throw new Error(`Item ${seq} of run ${runId} has an output that was not planned.`)
  }
}

/** Writes plans and what was undone. */
export function createOutputWriter(database: Database.Database, find: RunFinder, guard: RunGuard) {
  const forget = database.prepare<[number, number]>('DELETE FROM outputs WHERE run_id = ? AND seq = ?')
  const insert = prepareBulkInsert(database, 'outputs', planColumns)
  const reach = database.prepare<[number, number]>(
    'UPDATE runs SET planned_items = max(planned_items, ?) WHERE id = ?',
  )
  const updatePlan = database.prepare(
    `UPDATE outputs SET replaces_own = (replaces_own OR action = 'create') AND ?, action = ?, path = ?, old_size = ?, old_modified_at = ?, reason = NULL, taken_by = NULL,
       error_code = NULL, error_message = NULL
     WHERE run_id = ? AND seq = ?`,
  )
  const updateUndo = database.prepare<[UndoState['state'], string | null, number, number]>(
    'UPDATE outputs SET undo = ?, undo_message = ? WHERE run_id = ? AND seq = ? AND made_path IS NOT NULL',
  )

  const plan = database.transaction((runId: number, plannedTo: number, items: readonly PlannedItem[]) => {
    guard(runId)
    insert(items.flatMap((item) => planValues(runId, item)))
    reach.run(plannedTo, runId)
  })
  const planAgain = database.transaction((runId: number, items: readonly PlannedItem[]) => {
    guard(runId)
    for (const { seq } of items) forget.run(runId, seq)
    insert(items.flatMap((item) => planValues(runId, item)))
  })
  const replaceOwn = database.transaction((runId: number, made: readonly OwnOutput[]) => {
    guard(runId)
    for (const { seq, path, stands } of made) {
      const action = stands === null ? 'create' : 'replace'
      const { size, modifiedAt } = stands ?? { size: null, modifiedAt: null }
      updatePlan.run(stands === null ? 0 : 1, action, toPathBytes(path), size, modifiedAt, runId, seq)
    }
  })
  const writeMade = createMadeWriter(database)

  function refuseActive(runId: number): void {
    if (!isActiveState(find(runId).state)) return
    throw new EngineError('RUN_ACTIVE', `Run ${runId} is at work; cancel it, or wait for its end.`, {
      data: { runId },
    })
  }

  const adopt = database.transaction((runId: number, outputs: readonly AdoptedOutput[]) => {
    refuseActive(runId)
    for (const { seq, made } of outputs) writeMade(runId, seq, made)
  })
  const markUndo = database.transaction((runId: number, records: readonly UndoRecord[]) => {
    refuseActive(runId)
    for (const { seq, state, message } of records) updateUndo.run(state, message, runId, seq)
  })

  return {
    /** Writes down what is planned for items that had no plan, up to the place `plannedTo` of the input. */
    planOutputs(runId: number, plannedTo: number, items: readonly PlannedItem[]): void {
      plan.immediate(runId, plannedTo, items)
    },
    /** Writes down what is planned anew. What stood there of an earlier output is forgotten. */
    replanOutputs(runId: number, items: readonly PlannedItem[]): void {
      planAgain.immediate(runId, items)
    },
    /** Makes the plan of items whose output the run has made itself: it may be replaced. */
    planOwnOutputs(runId: number, made: readonly OwnOutput[]): void {
      replaceOwn.immediate(runId, made)
    },
    /** Writes down that outputs stand, though there is no result. @throws EngineError RUN_ACTIVE */
    adoptOutputs(runId: number, outputs: readonly AdoptedOutput[]): void {
      adopt.immediate(runId, outputs)
    },
    /** Writes down what was undone. @throws EngineError RUN_ACTIVE */
    markUndo(runId: number, records: readonly UndoRecord[]): void {
      markUndo.immediate(runId, records)
    },
  }
}

/** An output that was found to stand. */
export interface AdoptedOutput {
  readonly seq: number
  readonly made: MadeOutput
}

/** An output that the run has made before, and what stands there now; null for nothing. */
export interface OwnOutput {
  readonly seq: number
  readonly path: string
  readonly stands: { readonly size: number; readonly modifiedAt: number } | null
}
