import { z } from 'zod'

/** How an item ended. */
export const resultStatusSchema = z.enum(['succeeded', 'failed'])
export type ResultStatus = z.infer<typeof resultStatusSchema>

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
  /** The task type's columns, in its order. Empty for a failed item. */
  values: z.array(cellSchema),
  /** Null for a succeeded item. */
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
})
export type ResultRow = z.infer<typeof resultRowSchema>

/** A column that a task type adds to each result. */
export const resultColumnSchema = z.strictObject({
  /** As it stands in the CSV's header. */
  name: z.string(),
  type: z.enum(['text', 'integer', 'number', 'boolean']),
})
export type ResultColumn = z.infer<typeof resultColumnSchema>
