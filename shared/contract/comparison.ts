import { oc } from '@orpc/contract'
import { z } from 'zod'
import {
  comparedValuesSchema,
  comparisonCountsSchema,
  comparisonKindSchema,
  comparisonRowSchema,
} from '../model/comparison.ts'
import { resultColumnSchema } from '../model/result.ts'
import { runIdSchema, runSummarySchema } from '../model/run.ts'
import { maximumPageSize } from './protocol.ts'

/** Which two runs are compared, and which items of them are wanted. */
export const comparisonSchema = z.strictObject({
  before: runIdSchema,
  after: runIdSchema,
  /** Only items of this kind. Default: all. */
  kind: comparisonKindSchema.optional(),
})
export type Comparison = z.infer<typeof comparisonSchema>

const comparisonPageSchema = z.strictObject({
  before: runSummarySchema,
  after: runSummarySchema,
  /** Whether values were compared, or why they were not. */
  values: comparedValuesSchema,
  /** The result columns of both runs; empty unless values were compared. */
  columns: z.array(resultColumnSchema),
  /** How many items there are in the two runs together: one that both have counts once. */
  items: z.int().min(0),
  /** Of the whole comparison. Outcomes add up to `items`; paces come on top of them. */
  counts: comparisonCountsSchema,
  /** How many rows there are of the kind that was asked for. */
  total: z.int().min(0),
  rows: z.array(comparisonRowSchema),
})
export type ComparisonPage = z.infer<typeof comparisonPageSchema>

/**
 * Compares what became of the items of two runs. An item is known by its path; where a run has a path several times,
 * the first of them is compared with the first of the other run, and so on. Rows come in the order of their paths,
 * those of a pace by how much time they differ, the most first. The first page of two long runs takes seconds, any
 * further one is found at once. Fails with RUN_ACTIVE where a run waits, is at work or paused: its results change.
 */
export const compare = oc
  .input(
    comparisonSchema.extend({
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(maximumPageSize).default(100),
    }),
  )
  .output(comparisonPageSchema)
