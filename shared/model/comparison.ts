import { z } from 'zod'
import { resultRowSchema } from './result.ts'

/**
 * What became of an item in two runs, the one `before` and the one `after`. Each item is of exactly one of these.
 * Done means `succeeded` or `already-done`.
 * - `newly-failing`: failed after, and did not fail before.
 * - `newly-succeeding`: done after, and failed before.
 * - `changed`: done in both with other values, or skipped in only one of them.
 * - `still-failing`: failed in both.
 * - `not-done`: has no result in one of them, or in neither.
 * - `only-before`, `only-after`: the other run has no such item.
 * - `same`: done in both with the same values, or skipped in both.
 */
export const comparisonOutcomes = [
  'newly-failing',
  'newly-succeeding',
  'changed',
  'still-failing',
  'not-done',
  'only-before',
  'only-after',
  'same',
] as const
export const comparisonOutcomeSchema = z.enum(comparisonOutcomes)
export type ComparisonOutcome = z.infer<typeof comparisonOutcomeSchema>

/**
 * How long an item took in two runs, beside its outcome: told only of what `succeeded` in both, and only where the
 * longer time is at least `paceFactor` times the shorter one and at least `paceMargin` longer, so that noise does not
 * show.
 */
export const comparisonPaces = ['slower', 'faster'] as const
export const comparisonPaceSchema = z.enum(comparisonPaces)
export type ComparisonPace = z.infer<typeof comparisonPaceSchema>

/** How many times as long an item must take to be slower. */
export const paceFactor = 2

/** How much longer it must take besides, in milliseconds. */
export const paceMargin = 100

/** What items of a comparison can be picked by, an outcome or a pace; those first that matter most. */
export const comparisonKinds = [
  'newly-failing',
  'newly-succeeding',
  'changed',
  'slower',
  'faster',
  'still-failing',
  'not-done',
  'only-before',
  'only-after',
  'same',
] as const
export const comparisonKindSchema = z.enum(comparisonKinds)
export type ComparisonKind = z.infer<typeof comparisonKindSchema>

/**
 * Whether the values of results were compared: only where both runs have the same task type and the same result
 * columns. Otherwise statuses and times alone were.
 */
export const comparedValuesSchema = z.enum(['compared', 'other-task', 'other-columns'])
export type ComparedValues = z.infer<typeof comparedValuesSchema>

/** An item as one of the two runs has it. */
const comparedItemSchema = z.strictObject({
  seq: z.int().min(1),
  /** Null where it was not done. */
  result: resultRowSchema.nullable(),
})
export type ComparedItem = z.infer<typeof comparedItemSchema>

/** One item in two runs. At least one of `before` and `after` is there. */
export const comparisonRowSchema = z.strictObject({
  path: z.string(),
  outcome: comparisonOutcomeSchema,
  pace: comparisonPaceSchema.nullable(),
  before: comparedItemSchema.nullable(),
  after: comparedItemSchema.nullable(),
})
export type ComparisonRow = z.infer<typeof comparisonRowSchema>

/** How many items there are of each kind; all of them are named. */
export const comparisonCountsSchema = z.record(comparisonKindSchema, z.int().min(0))
export type ComparisonCounts = z.infer<typeof comparisonCountsSchema>
