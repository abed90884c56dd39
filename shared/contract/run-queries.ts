import { oc } from '@orpc/contract'
import { z } from 'zod'
import { failureCauseSchema } from '../model/cause.ts'
import { jobSchema } from '../model/job.ts'
import { attemptSchema, resultColumnSchema, resultRowSchema } from '../model/result.ts'
import {
  errorDescriptionSchema,
  leftOutSchema,
  runIdSchema,
  runStateSchema,
  runSummarySchema,
} from '../model/run.ts'
import { sessionSchema, throughputSampleSchema } from '../model/session.ts'
import { maximumPageSize } from './protocol.ts'

const runSchema = z.strictObject({ runId: runIdSchema })
const itemSchema = z.strictObject({ runId: runIdSchema, seq: z.int().min(1) })

/** What one attempt at one item said. */
const itemLogSchema = z.strictObject({
  attempt: z.int().min(1),
  text: z.string(),
  /** Bytes cut out of its middle; a line in `text` says where. */
  truncatedBytes: z.int().min(0),
})
export type ItemLog = z.infer<typeof itemLogSchema>

/** One item with its result. */
const itemDetailsSchema = z.strictObject({
  seq: z.int().min(1),
  path: z.string(),
  /** Bytes when it was found; null where that could not be told. */
  size: z.int().min(0).nullable(),
  /** Milliseconds since 1970; null where that could not be told. */
  modifiedAt: z.number().nullable(),
  /** Why it could not be worked on, where that was seen when it was found. */
  problem: errorDescriptionSchema.nullable(),
  /** Null as long as it has none. */
  result: resultRowSchema.nullable(),
})
export type ItemDetails = z.infer<typeof itemDetailsSchema>

/** What starting a job would do. */
const planSchema = z.strictObject({
  /** Items it would have, and their bytes. */
  items: z.int().min(0),
  bytes: z.int().min(0),
  /** What the inputs name that would not become an item. */
  leftOut: leftOutSchema,
  /** Of the items, how many an earlier run has done already. Counted only where the job skips those. */
  alreadyDone: z.int().min(0),
  /** Of the items, how many could not be looked at, and the first of them. */
  problems: z.int().min(0),
  problemExamples: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })),
  /** The first items, in input order. */
  first: z.array(
    z.strictObject({
      seq: z.int().min(1),
      path: z.string(),
      size: z.int().min(0).nullable(),
      /** The run that has done it already, or null. */
      doneInRun: runIdSchema.nullable(),
    }),
  ),
})
export type JobPlan = z.infer<typeof planSchema>

/** What can be asked about runs, whichever process has them at work. */
export const runQueries = {
  /**
   * The history, newest first. `before` is the run after which the next page starts; `search` is looked
   * for in names, task types and inputs, in small and capital letters alike.
   */
  list: oc
    .input(
      z.strictObject({
        limit: z.int().min(1).max(maximumPageSize).default(100),
        before: runIdSchema.optional(),
        search: z.string().max(1_000).optional(),
        states: z.array(runStateSchema).min(1).optional(),
      }),
    )
    .output(z.array(runSummarySchema)),
  /** The runs that wait, in the order in which they will be started. */
  queue: oc.output(z.array(runSummarySchema)),
  /** Puts the queue into this order. Runs of it that are not named come after those that are. */
  reorderQueue: oc
    .input(z.strictObject({ runIds: z.array(runIdSchema).min(1).max(10_000) }))
    .output(z.array(runSummarySchema)),
  /** The failures of a run, grouped by what they have in common, the most frequent first. */
  causes: oc
    .input(z.strictObject({ runId: runIdSchema, limit: z.int().min(1).max(maximumPageSize).default(100) }))
    .output(z.strictObject({ total: z.int().min(0), causes: z.array(failureCauseSchema) })),
  /** One item and what became of it. */
  item: oc.input(itemSchema).output(itemDetailsSchema),
  /** The tries at one item that were not its last, oldest first. */
  attempts: oc.input(itemSchema).output(z.array(attemptSchema)),
  /** What an attempt at an item said; its last one unless another is asked for. Null where it said nothing. */
  log: oc.input(itemSchema.extend({ attempt: z.int().min(1).optional() })).output(itemLogSchema.nullable()),
  /** The stretches in which a run was at work, oldest first. */
  sessions: oc.input(runSchema).output(z.array(sessionSchema)),
  /** How far the run was over its time at work: at most 600 moments. */
  throughput: oc.input(runSchema).output(z.array(throughputSampleSchema)),
  /** Deletes a run with all its results. Not one that is at work. */
  delete: oc.input(runSchema).output(z.strictObject({ deleted: z.literal(true) })),
  /** The columns that a run's task adds to its results: what stands in `values` of each, in this order. */
  columns: oc.input(runSchema).output(z.array(resultColumnSchema)),
  /** The whole job that a run was started with, all its inputs included; its name is that of the run. */
  job: oc.input(runSchema).output(jobSchema),
  /** Says what starting the job would do, and does none of it. */
  plan: oc.input(jobSchema).output(planSchema),
}
