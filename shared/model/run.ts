import { z } from 'zod'
import { executionSchema, inputSourceSchema, taskSchema } from './job.ts'

/** The number of a run in its database, from 1. */
export const runIdSchema = z.int().min(1)
export type RunId = z.infer<typeof runIdSchema>

/**
 * The state of a run.
 * - `running`: at work, in this process or in another one that has the same database open.
 * - `finished`: every item has its result, be it success or failure.
 * - `cancelled`: ended by its user; items without a result were not done.
 * - `failed`: the run itself could not go on (no file matched, disk full); `error` says why.
 * - `interrupted`: the engine that ran it ended before the run did.
 */
export const runStateSchema = z.enum(['running', 'finished', 'cancelled', 'failed', 'interrupted'])
export type RunState = z.infer<typeof runStateSchema>

/** An error as it crosses every boundary. */
export const errorDescriptionSchema = z.strictObject({
  /** Stable, documented in `shared/contract/errors.ts`. */
  code: z.string(),
  /** What happened, to which file, and what can be done. */
  message: z.string(),
})
export type ErrorDescription = z.infer<typeof errorDescriptionSchema>

const countSchema = z.int().min(0)

/** How many items stand where. `total` grows until `enumerated` is true. */
export const runCountsSchema = z.strictObject({
  /** Items found so far. */
  total: countSchema,
  succeeded: countSchema,
  failed: countSchema,
  /** `total` less those that succeeded or failed. */
  remaining: countSchema,
})
export type RunCounts = z.infer<typeof runCountsSchema>

/** What the inputs named that did not become an item of its own, and how often. */
export const leftOutSchema = z.strictObject({
  /** A file that was given more than once: done once. */
  duplicates: countSchema,
  /** A symbolic link inside a folder: not followed. */
  links: countSchema,
})
export type LeftOut = z.infer<typeof leftOutSchema>

export const runSummarySchema = z.strictObject({
  id: runIdSchema,
  name: z.string(),
  state: runStateSchema,
  task: taskSchema,
  execution: executionSchema.required(),
  /** The first hundred inputs; `inputCount` is how many there are. */
  inputs: z.array(inputSourceSchema),
  inputCount: countSchema,
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Whether all inputs have been looked through, so that `counts.total` is final. */
  enumerated: z.boolean(),
  counts: runCountsSchema,
  /** Bytes of all items found, and of those that have a result. */
  bytesTotal: countSchema,
  bytesDone: countSchema,
  leftOut: leftOutSchema,
  /** Why the run failed; null in every other state. */
  error: errorDescriptionSchema.nullable(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

/** What one worker is doing now. */
export const workerActivitySchema = z.strictObject({
  /** From 1 to the number of workers. */
  worker: z.int().min(1),
  /** The item in hand, or null when idle. */
  item: z
    .strictObject({
      seq: z.int().min(1),
      path: z.string(),
      /** How long it has been at it, in milliseconds. */
      elapsed: z.number().min(0),
      /** Bytes of the item done so far and in all, where the task tells. */
      bytesDone: countSchema.nullable(),
      bytesTotal: countSchema.nullable(),
    })
    .nullable(),
})
export type WorkerActivity = z.infer<typeof workerActivitySchema>

/** A run at one moment: what a live view shows. Each is whole; a later one replaces an earlier one. */
export const runProgressSchema = z.strictObject({
  run: runSummarySchema,
  /** Time since the start, in milliseconds; after the end, how long the run took. */
  elapsed: z.number().min(0),
  /** Over the last seconds, not since the start. Null until there is something to measure. */
  itemsPerSecond: z.number().min(0).nullable(),
  bytesPerSecond: z.number().min(0).nullable(),
  /** Time left as a range in milliseconds; null while it cannot be told. */
  remaining: z.strictObject({ low: z.number().min(0), high: z.number().min(0) }).nullable(),
  workers: z.array(workerActivitySchema),
  /** In ordered mode, finished results that wait for an earlier item; null when nothing waits. */
  waiting: z.strictObject({ seq: z.int().min(1), path: z.string(), held: countSchema }).nullable(),
})
export type RunProgress = z.infer<typeof runProgressSchema>
