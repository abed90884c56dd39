import { oc } from '@orpc/contract'
import { z } from 'zod'
import { failureCauseSchema } from '../model/cause.ts'
import { jobSchema } from '../model/job.ts'
import { outputRowSchema, planActionSchema, planCountsSchema, planRowSchema } from '../model/plan-row.ts'
import { resultGroupPageSchema } from '../model/result-group.ts'
import { longestSearch } from '../model/result-query.ts'
import { attemptSchema, cellSchema, resultColumnSchema, resultRowSchema } from '../model/result.ts'
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

/** Items that have no result yet. */
const waitingPageSchema = z.strictObject({
  items: z.array(itemDetailsSchema.pick({ seq: true, path: true, size: true, modifiedAt: true })),
  /** Whether there are more behind the last of them. */
  hasMore: z.boolean(),
})
export type WaitingPage = z.infer<typeof waitingPageSchema>
export type WaitingItem = WaitingPage['items'][number]

/** What starting a job would do. */
const planSchema = z.strictObject({
  /** By which its rows can be asked for, as long as it is kept: the newest four are. */
  planId: z.int().min(1),
  /** Whether the task writes or moves files; without that every item is `read`, `already-done` or `unreadable`. */
  makesOutputs: z.boolean(),
  /** How many items there are of each action. */
  actions: planCountsSchema,
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
  /**
   * For a task that is given several items by one call: how many calls there would be, how many items the largest has, and
   * the first of them. Null for others. Items that were done, or cannot be looked at, are in none.
   */
  calls: z
    .strictObject({
      count: z.int().min(0),
      largest: z.int().min(0),
      first: z.array(
        z.strictObject({
          /** The place in the input of its first item. */
          seq: z.int().min(1),
          items: z.int().min(1),
          /** The call as a line of words, for people: of many files the middle is left out. */
          line: z.string(),
        }),
      ),
    })
    .nullable(),
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

const pageSchema = {
  /** Only rows of this action. */
  action: planActionSchema.optional(),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(maximumPageSize).default(100),
}

const planPageSchema = z.strictObject({
  /** How many rows there are of that action, or of all. */
  total: z.int().min(0),
  rows: z.array(planRowSchema),
})
export type PlanPage = z.infer<typeof planPageSchema>

/** What a run has planned and made. */
const outputPageSchema = z.strictObject({
  total: z.int().min(0),
  rows: z.array(outputRowSchema),
  /** Of the whole run: how many items of each action there are; 0 for those that have no output planned. */
  actions: planCountsSchema,
  /** Outputs that came to stand, and of these those that were undone, and those that undo refused. */
  made: z.int().min(0),
  undone: z.int().min(0),
  refused: z.int().min(0),
})
export type OutputPage = z.infer<typeof outputPageSchema>

/** What undoing a run did. */
const undoReceiptSchema = z.strictObject({
  /** Outputs taken back now, or that would be in a dry run. */
  undone: z.int().min(0),
  /** Outputs that were taken back before. */
  undoneBefore: z.int().min(0),
  /** Outputs that stay as they are. */
  refused: z.int().min(0),
  /** The first hundred of these, and why each stays. The others are in `runs.outputs`. */
  refusals: z.array(z.strictObject({ seq: z.int().min(1), path: z.string(), reason: z.string() })),
  /** Outputs that were not come to, because the undo was ended. */
  left: z.int().min(0),
})
export type UndoReceipt = z.infer<typeof undoReceiptSchema>

/** One item that was tried. */
const triedItemSchema = z.strictObject({
  seq: z.int().min(1),
  path: z.string(),
  size: z.int().min(0).nullable(),
  /** Why it was picked. */
  reasons: z.array(z.enum(['smallest', 'largest', 'extension', 'strangest-name'])).min(1),
  status: z.enum(['succeeded', 'failed', 'skipped']),
  /** In the order of the receipt's `columns`; empty unless it succeeded. */
  values: z.array(cellSchema),
  error: errorDescriptionSchema.nullable(),
  /** Milliseconds. */
  duration: z.number().min(0),
  /** What it made, in the try's own folder, and where that would stand; null for nothing. */
  output: z.strictObject({ path: z.string(), size: z.int().min(0), place: z.string() }).nullable(),
  /** What it said while it was worked on; empty for nothing. Of a long one the middle is left out, and says so. */
  log: z.string(),
})

/** What trying a few items of a job showed. */
const tryReceiptSchema = z.strictObject({
  /** By which `runs.previewTried` knows it, as long as it is kept: the newest four are. */
  tryId: z.int().min(1),
  /** Items the job would have. */
  items: z.int().min(0),
  tried: z.array(triedItemSchema),
  /** The columns of the results: a script's own, or what a command was asked for. */
  columns: z.array(resultColumnSchema),
  /** A time limit in milliseconds that none of them would have come near; null where nothing was done. */
  proposedTimeout: z.int().min(1).nullable(),
  proposedWorkers: z.int().min(1),
})
export type TryReceipt = z.infer<typeof tryReceiptSchema>
export type TriedItem = z.infer<typeof triedItemSchema>

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
  /**
   * Results that have the same value in a result column of the task type, such as the digests of `duplicates`: the
   * groups that waste most first. Where the task type has a column `inode`, hard links are counted as one file. What
   * a run at work shows is up to a few seconds old. Fails with INVALID_COLUMNS for a column that it has not.
   */
  groups: oc
    .input(
      z.strictObject({
        runId: runIdSchema,
        column: z.string().min(1).max(200),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(maximumPageSize).default(100),
      }),
    )
    .output(resultGroupPageSchema),
  /** One item and what became of it. */
  item: oc.input(itemSchema).output(itemDetailsSchema),
  /**
   * Items that have no result yet, in the order of the input: those behind the place `after`. `text` is looked for in
   * their paths, in small and capital letters alike. Those in hand, and those that wait for another try, are among them;
   * those with a result that is to be replaced are not.
   */
  waiting: oc
    .input(
      runSchema.extend({
        text: z.string().max(longestSearch).optional(),
        after: z.int().min(0).default(0),
        limit: z.int().min(1).max(maximumPageSize).default(100),
      }),
    )
    .output(waitingPageSchema),
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
  /** Rows of a plan, in input order. */
  planRows: oc.input(z.strictObject({ planId: z.int().min(1), ...pageSchema })).output(planPageSchema),
  /** What a run plans, and what it has made, in input order. Items without an output have no row. */
  outputs: oc.input(z.strictObject({ runId: runIdSchema, ...pageSchema })).output(outputPageSchema),
  /**
   * The folder that holds what a run has made: the one that its outputs were to go to, else the deepest that all of them
   * have in common, or that of the first where they have none but a root. Null where nothing that it made stands.
   */
  outputFolder: oc.input(runSchema).output(z.strictObject({ path: z.string().nullable() })),
  /**
   * Takes back what a run that is not at work has made: files that it made are removed, those that it moved go back.
   * What was changed since stays, and so does what replaced something. May be ended at any moment and asked again.
   */
  undo: oc
    .input(z.strictObject({ runId: runIdSchema, dryRun: z.boolean().default(false) }))
    .output(undoReceiptSchema),
  /**
   * Does a few of a job's items for real, with outputs in a folder of their own and never in their place: the
   * smallest, the largest, one of each extension, and the strangest name. What a task does besides its outputs, such
   * as a command that writes where it likes, it does.
   */
  try: oc.input(jobSchema).output(tryReceiptSchema),
}
