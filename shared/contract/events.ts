import { z } from 'zod'
import { runProgressSchema } from '../model/run.ts'

/**
 * What the engine tells a watcher.
 *
 * The first event is a `snapshot` of all that is active; each later one replaces what is known of one run.
 * `sequence` rises by one with every event of a stream: a gap means that something was missed, and the
 * watcher subscribes again. The last `progress` event of a run carries its final state, after which the
 * run is told of no more.
 */
export const engineEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('snapshot'),
    sequence: z.int().min(0),
    active: z.array(runProgressSchema),
  }),
  z.strictObject({
    type: z.literal('progress'),
    sequence: z.int().min(0),
    progress: runProgressSchema,
  }),
])
export type EngineEvent = z.infer<typeof engineEventSchema>

/** The least time between two `progress` events of one run, in milliseconds. Its end is told at once. */
export const progressInterval = 250
