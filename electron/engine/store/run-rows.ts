import { z } from 'zod'
import { executionSchema, inputSourceSchema, taskSchema } from '../../../shared/model/job.ts'
import type { RunState, RunSummary } from '../../../shared/model/run.ts'
import { damagedRecord } from './database-errors.ts'

const summarySchema = z.strictObject({
  task: taskSchema,
  execution: executionSchema.required(),
  inputs: z.array(inputSourceSchema),
  inputCount: z.int(),
})

/** A row of `runs` with the summary of its job. */
export interface RunRow {
  readonly id: number
  readonly owner: string
  readonly name: string
  readonly state: RunState
  readonly startedAt: number
  readonly finishedAt: number | null
  readonly enumerated: 0 | 1
  readonly totalItems: number
  readonly totalBytes: number
  readonly succeeded: number
  readonly failed: number
  readonly doneBytes: number
  readonly duplicates: number
  readonly links: number
  readonly errorCode: string | null
  readonly errorMessage: string | null
  readonly summary: string
}

/** A run and the store it belongs to, or belonged to. */
export interface OwnedRun {
  readonly summary: RunSummary
  readonly owner: string
}

/** Selects runs; `tail` says which and in which order. */
export function selectRuns(tail: string): string {
  return `SELECT runs.id, owner, name, state, started_at AS startedAt, finished_at AS finishedAt, enumerated,
      total_items AS totalItems, total_bytes AS totalBytes, succeeded, failed, done_bytes AS doneBytes,
      duplicates, links, error_code AS errorCode, error_message AS errorMessage, summary
    FROM runs JOIN jobs ON jobs.run_id = runs.id ${tail}`
}

export function toOwnedRun(row: RunRow): OwnedRun {
  const { success, data: job, error } = summarySchema.safeParse(JSON.parse(row.summary))
  if (!success) throw damagedRecord(`the job of run ${row.id}`, error)
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
      finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt).toISOString(),
      enumerated: row.enumerated === 1,
      counts: {
        total: row.totalItems,
        succeeded: row.succeeded,
        failed: row.failed,
        remaining: row.totalItems - row.succeeded - row.failed,
      },
      bytesTotal: row.totalBytes,
      bytesDone: row.doneBytes,
      leftOut: { duplicates: row.duplicates, links: row.links },
      error:
        row.errorCode === null || row.errorMessage === null
          ? null
          : { code: row.errorCode, message: row.errorMessage },
    },
  }
}
