import { oc } from '@orpc/contract'
import { z } from 'zod'
import { jobSchema, maximumWorkers } from '../model/job.ts'
import { runIdSchema, runSummarySchema } from '../model/run.ts'
import { retrySelectionSchema } from '../model/session.ts'

const runSchema = z.strictObject({ runId: runIdSchema })
const itemsSchema = z.strictObject({
  runId: runIdSchema,
  seqs: z.array(z.int().min(1)).min(1).max(100_000),
})

/** A job to be started: at once, or when it is its turn. */
export const startRequestSchema = jobSchema.extend({
  /** Put it in the queue instead of beginning at once. */
  queue: z.boolean().default(false),
  /** Do not begin before this moment. ISO 8601 with its time zone. */
  notBefore: z.iso.datetime({ offset: true }).optional(),
})
export type StartRequest = z.infer<typeof startRequestSchema>

/** What a request that changes the course of a run did. */
export const runReceiptSchema = z.strictObject({
  /** As it is now. */
  run: runSummarySchema,
  /** Items that were being worked on and were ended for it. They have no result from that. */
  ended: z.int().min(0),
  /** Items that have a result, which stays. */
  kept: z.int().min(0),
  /** Items that are left to do. */
  left: z.int().min(0),
  /** Unfinished outputs that were removed. */
  removed: z.int().min(0),
})
export type RunReceipt = z.infer<typeof runReceiptSchema>

/** The requests that change the course of a run. Each is done wherever the run is at work. */
export const runControl = {
  /** Starts a run, or puts it in the queue, and answers as soon as it is in the database. */
  start: oc.input(startRequestSchema).output(z.strictObject({ runId: runIdSchema })),
  /** Begins nothing new; what is being worked on goes on. Answers at once. */
  pause: oc.input(runSchema).output(runReceiptSchema),
  /** Goes on with a paused run, or with what an ended run has left to do. */
  resume: oc.input(runSchema).output(runReceiptSchema),
  /** Does items of an ended run again. Each result stays until the new one replaces it. */
  retry: oc
    .input(z.strictObject({ runId: runIdSchema, which: retrySelectionSchema }))
    .output(runReceiptSchema),
  /** Finishes what is being worked on, then stops. Answers when it has stopped. */
  drain: oc.input(runSchema).output(runReceiptSchema),
  /** Ends a run now. Answers when nothing of it is at work any more. */
  cancel: oc.input(runSchema).output(runReceiptSchema),
  /** Ends the work on one item, which fails with ENDED_BY_USER. Its neighbours are done all the same. */
  endItem: oc
    .input(z.strictObject({ runId: runIdSchema, seq: z.int().min(1) }))
    .output(z.strictObject({ ended: z.literal(true) })),
  /** Leaves items out that are not begun yet. Answers with how many that were. */
  skipItems: oc.input(itemsSchema).output(z.strictObject({ skipped: z.int().min(0) })),
  /** Does these items next, in this order. Answers with how many of them were still to be done. */
  moveToFront: oc.input(itemsSchema).output(z.strictObject({ moved: z.int().min(0) })),
  /** Changes how many items are worked on at once. With fewer, those in hand are finished first. */
  setWorkers: oc
    .input(z.strictObject({ runId: runIdSchema, workers: z.int().min(1).max(maximumWorkers) }))
    .output(z.strictObject({ workers: z.int().min(1) })),
}
