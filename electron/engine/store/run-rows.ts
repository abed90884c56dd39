import { z } from 'zod'
import { chosenExecutionSchema, inputSourceSchema, jobSchema, taskSchema } from '../../../shared/model/job.ts'
import { leftOutSchema, stopReasonSchema } from '../../../shared/model/run.ts'
import type { PauseReason, RunState, RunSummary } from '../../../shared/model/run.ts'
import { damagedRecord } from './database-errors.ts'
import type { ChosenJob } from './records.ts'

const summarySchema = z.strictObject({
  task: taskSchema,
  execution: chosenExecutionSchema,
  inputs: z.array(inputSourceSchema),
  inputCount: z.int(),
})
const chosenJobSchema = jobSchema.extend({ execution: chosenExecutionSchema })

/** A row of `runs` with the summary of its job. */
export interface RunRow {
  readonly id: number
  readonly owner: string
  readonly name: string
  readonly state: RunState
  readonly startedAt: number
  readonly finishedAt: number | null
  readonly notBefore: number | null
  readonly sessions: number
  readonly timeSpent: number
  readonly enumerated: 0 | 1
  readonly totalItems: number
  readonly totalBytes: number
  readonly succeeded: number
  readonly failed: number
  readonly alreadyDone: number
  readonly skipped: number
  readonly retrying: number
  readonly doneBytes: number
  readonly leftOut: string
  readonly pauseReason: PauseReason | null
  readonly pauseMessage: string | null
  readonly pausedAt: number | null
  readonly stopReason: string | null
  readonly errorCode: string | null
  readonly errorMessage: string | null
  readonly makesOutputs: 0 | 1
  readonly plannedItems: number
  readonly summary: string
}

/** A run and the store it belongs to, or belonged to. */
export interface OwnedRun {
  readonly summary: RunSummary
  readonly owner: string
}

/** Selects runs; `tail` says which and in which order. A run that is being deleted has no job any more. */
export function selectRuns(tail: string): string {
  return `SELECT runs.id, owner, name, state, started_at AS startedAt, finished_at AS finishedAt,
      not_before AS notBefore, sessions, time_spent AS timeSpent, enumerated, total_items AS totalItems,
      total_bytes AS totalBytes, succeeded, failed, already_done AS alreadyDone, skipped, retrying,
      done_bytes AS doneBytes, left_out AS leftOut, pause_reason AS pauseReason, pause_message AS pauseMessage,
      paused_at AS pausedAt, stop_reason AS stopReason, error_code AS errorCode,
      error_message AS errorMessage, makes_outputs AS makesOutputs, planned_items AS plannedItems, summary
    FROM runs JOIN jobs ON jobs.run_id = runs.id ${tail}`
}

export function toOwnedRun(row: RunRow): OwnedRun {
  const what = `the job of run ${row.id}`
  const job = understood(summarySchema, row.summary, what)
  const { succeeded, failed, alreadyDone, skipped, retrying } = row
  return {
    owner: row.owner,
    summary: {
      id: row.id,
      name: row.name,
      state: row.state,
      task: job.task,
      execution: job.execution,
      inputs: job.inputs,
      inputCount: job.inputCount,
      startedAt: new Date(row.startedAt).toISOString(),
      finishedAt: toIso(row.finishedAt),
      enumerated: row.enumerated === 1,
      counts: {
        total: row.totalItems,
        succeeded,
        failed,
        alreadyDone,
        skipped,
        remaining: row.totalItems - succeeded - failed - alreadyDone - skipped,
        retrying,
      },
      bytesTotal: row.totalBytes,
      bytesDone: row.doneBytes,
      leftOut: understood(leftOutSchema, row.leftOut, `what run ${row.id} left out`),
      error:
        row.errorCode === null || row.errorMessage === null
          ? null
          : { code: row.errorCode, message: row.errorMessage },
      pause:
        row.pauseReason === null || row.pauseMessage === null || row.pausedAt === null
          ? null
          : {
              reason: row.pauseReason,
              message: row.pauseMessage,
              since: new Date(row.pausedAt).toISOString(),
            },
      stopReason:
        row.stopReason === null
          ? null
          : understood(stopReasonSchema, row.stopReason, `why run ${row.id} stopped`),
      notBefore: toIso(row.notBefore),
      sessions: row.sessions,
      timeSpent: row.timeSpent,
      outputs: row.makesOutputs === 1 ? { planned: row.plannedItems } : null,
    },
  }
}

/** The whole job of a run, as it stands in its row. */
export function toChosenJob(text: string, runId: number): ChosenJob {
  return understood(chosenJobSchema, text, `the job of run ${runId}`)
}

/** JSON that the store has written itself, checked all the same: the file may be damaged. */
export function understood<Value>(schema: z.ZodType<Value>, text: string, what: string): Value {
  const { success, data, error } = schema.safeParse(JSON.parse(text))
  if (!success) throw damagedRecord(what, error)
  return data
}

/** A moment in milliseconds since 1970 as ISO 8601. */
export function toIso(at: number): string
export function toIso(at: number | null): string | null
export function toIso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
