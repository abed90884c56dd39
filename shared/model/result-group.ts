import { z } from 'zod'
import { cellSchema } from './result.ts'

/** Results of a run that have the same value in a column, such as the digest of files with the same content. */
export const resultGroupSchema = z.strictObject({
  value: cellSchema,
  /** How many results have it: at least two. */
  count: z.int().min(2),
  /** How many files these are on their volumes: hard links are several names of one. */
  files: z.int().min(1),
  /** Bytes of each, as the input was when it was found; null where it could not be told. */
  size: z.int().min(0).nullable(),
  /** What all but one of the files take, in bytes. */
  wastedBytes: z.int().min(0),
  /** The first of them in result order. */
  examples: z.array(z.strictObject({ seq: z.int().min(1), path: z.string() })),
})
export type ResultGroup = z.infer<typeof resultGroupSchema>

/** A page of the groups of a run. */
export const resultGroupPageSchema = z.strictObject({
  /** How many groups there are. */
  total: z.int().min(0),
  /** How many results are in one of them. */
  results: z.int().min(0),
  /** Of all groups together. */
  wastedBytes: z.int().min(0),
  groups: z.array(resultGroupSchema),
})
export type ResultGroupPage = z.infer<typeof resultGroupPageSchema>

/** How many paths a group shows. */
export const groupExamples = 5
