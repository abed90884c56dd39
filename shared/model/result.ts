import { z } from 'zod'
import { resultOutputSchema } from './plan-row.ts'

/**
 * How an item ended.
 * - `already-done`: an earlier run of the same recipe had done it; the result is the one of then.
 * - `skipped`: its user left it out while the run was on, or its output's name was taken (`output` says by what).
 */
export const resultStatusSchema = z.enum(['succeeded', 'failed', 'already-done', 'skipped'])
export type ResultStatus = z.infer<typeof resultStatusSchema>

/** One try at an item that was not its last: what went wrong then. */
export const attemptSchema = z.strictObject({
  /** From 1, over all sessions of the run. */
  attempt: z.int().min(1),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  /** Milliseconds. */
  duration: z.number().min(0),
  worker: z.int().min(0),
  error: z.strictObject({ code: z.string(), message: z.string() }),
  cause: z.string(),
})
export type Attempt = z.infer<typeof attemptSchema>

/** One value in a result column. */
export const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type Cell = z.infer<typeof cellSchema>

/** One finished item, as a table shows it. */
export const resultRowSchema = z.strictObject({
  /** Place in the order of results, from 1: input order for `imap`, completion order for `imap-unordered`. */
  position: z.int().min(1),
  /** Place in the input, from 1. */
  seq: z.int().min(1),
  path: z.string(),
  status: resultStatusSchema,
  /** Size of the input in bytes when it was found; null where it could not be told. */
  size: z.int().min(0).nullable(),
  /** When the input was last modified, in milliseconds since 1970; null where it could not be told. */
  modifiedAt: z.number().nullable(),
  /** When the attempt began, in milliseconds since 1970. */
  startedAt: z.number(),
  /** How long the attempt took, in milliseconds. */
  duration: z.number().min(0),
  /** Which worker did it, from 1. 0 where no worker was needed to know the outcome. */
  worker: z.int().min(0),
  /** How many tries it took, in all sessions together. 0 where nothing was tried. */
  attempt: z.int().min(0),
  /** The task type's columns, in its order. Empty for an item that failed or was skipped. */
  values: z.array(cellSchema),
  /** Null but for a failed item. */
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** What failures of the same kind have in common (`cause.ts`). Null but for a failed item. */
  cause: z.string().nullable(),
  /** For an item that was already done: the number of the run that did it. */
  doneInRun: z.int().min(1).nullable(),
  /** What was planned for its output, and whether it was made; null where the item has none. */
  output: resultOutputSchema.nullable(),
})
export type ResultRow = z.infer<typeof resultRowSchema>

/** A column that a task type adds to each result. */
export const resultColumnSchema = z.strictObject({
  /** As it stands in the CSV's header. */
  name: z.string(),
  type: z.enum(['text', 'integer', 'number', 'boolean']),
})
export type ResultColumn = z.infer<typeof resultColumnSchema>
