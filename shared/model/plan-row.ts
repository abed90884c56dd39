import { z } from 'zod'
import { madeOutputSchema } from './planned-output.ts'

/**
 * What becomes of an item.
 * - `create`, `replace`, `replace-input`, `skip`, `refuse`: as in `PlannedOutput`.
 * - `already-done`: an earlier run has done it; it is not done again.
 * - `unreadable`: it could not be looked at and would fail.
 * - `read`: it is worked on, and nothing is written.
 */
export const planActions = [
  'create',
  'replace',
  'replace-input',
  'skip',
  'refuse',
  'already-done',
  'unreadable',
  'read',
] as const
export const planActionSchema = z.enum(planActions)
export type PlanAction = z.infer<typeof planActionSchema>

/** How many items there are of each action; all of them are named. */
export const planCountsSchema = z.record(planActionSchema, z.int().min(0))
export type PlanCounts = z.infer<typeof planCountsSchema>

/** One item of a plan. */
export const planRowSchema = z.strictObject({
  /** Place in the input, from 1. */
  seq: z.int().min(1),
  /** What is read. */
  path: z.string(),
  /** Bytes of the input; null where that could not be told. */
  size: z.int().min(0).nullable(),
  action: planActionSchema,
  /** Where the output comes to stand, or would; null where there is none. */
  output: z.string().nullable(),
  /** What stands there and gives way, where the action is `replace`. */
  replaces: z.strictObject({ size: z.int().min(0), modifiedAt: z.number() }).nullable(),
  /** Why it is skipped, refused or cannot be read, for a person. */
  note: z.string().nullable(),
  /** The item error code where the action is `refuse` or `unreadable`. */
  code: z.string().nullable(),
  /** The run that has done it, where the action is `already-done`. */
  doneInRun: z.int().min(1).nullable(),
})
export type PlanRow = z.infer<typeof planRowSchema>

/**
 * What undo did with an output: `undone`: things are as they were; `refused`: it was left as it is, `message` says
 * why; `begun`: the undo was ended in the middle, and is to be done again.
 */
export const undoStateSchema = z.strictObject({
  state: z.enum(['begun', 'undone', 'refused']),
  message: z.string().nullable(),
})
export type UndoState = z.infer<typeof undoStateSchema>

/** What a run has planned for an item's output, and what came of it. */
export const outputRowSchema = z.strictObject({
  ...planRowSchema.shape,
  /** What came to stand there; null as long as nothing did. */
  made: madeOutputSchema.nullable(),
  /** Null where nobody has asked to undo it. */
  undo: undoStateSchema.nullable(),
})
export type OutputRow = z.infer<typeof outputRowSchema>

/** What of an item's output is shown beside its result. */
export const resultOutputSchema = z.strictObject({
  action: planActionSchema,
  /** Where it stands, or would. */
  path: z.string().nullable(),
  /** Why it was skipped or refused, for a person. */
  note: z.string().nullable(),
  /** Whether the run has made it. */
  made: z.boolean(),
  undo: undoStateSchema.nullable(),
})
export type ResultOutput = z.infer<typeof resultOutputSchema>
