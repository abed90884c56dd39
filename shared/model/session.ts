import { z } from 'zod'
import { runStateSchema } from './run.ts'

/** How a session of a run came about. */
export const sessionKindSchema = z.enum(['start', 'resume', 'retry'])
export type SessionKind = z.infer<typeof sessionKindSchema>

/** One stretch in which a run was at work, from a start, a resume or a retry to an end. */
export const sessionSchema = z.strictObject({
  /** From 1. */
  session: z.int().min(1),
  kind: sessionKindSchema,
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  /** Null while it goes on. */
  endedAt: z.iso.datetime().nullable(),
  /** Milliseconds at work, on a clock that no change of the time of day disturbs; 0 while it goes on. */
  duration: z.number().min(0),
  /** Null while it goes on. */
  endState: runStateSchema.nullable(),
})
export type Session = z.infer<typeof sessionSchema>

/** Which items of an ended run are to be done again. */
export const retrySelectionSchema = z.discriminatedUnion('kind', [
  /** Every failed one. */
  z.strictObject({ kind: z.literal('failed') }),
  /** The failed ones of one cause, as in `runs.causes`. */
  z.strictObject({ kind: z.literal('cause'), cause: z.string().min(1).max(100) }),
  /** These, however they ended. */
  z.strictObject({ kind: z.literal('items'), seqs: z.array(z.int().min(1)).min(1).max(100_000) }),
])
export type RetrySelection = z.infer<typeof retrySelectionSchema>

/** How far a run was at one moment of its time at work. */
export const throughputSampleSchema = z.strictObject({
  /** Milliseconds at work by then, in all sessions together. */
  at: z.number().min(0),
  /** Items that had a result by then, and their bytes. */
  items: z.int().min(0),
  bytes: z.int().min(0),
})
export type ThroughputSample = z.infer<typeof throughputSampleSchema>
