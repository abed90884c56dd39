import { z } from 'zod'

/** The number of a run in its database, from 1. */
export const runIdSchema = z.int().min(1)
export type RunId = z.infer<typeof runIdSchema>
