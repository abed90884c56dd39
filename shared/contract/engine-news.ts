import { z } from 'zod'
import { runIdSchema } from '../model/run.ts'
import { endStates } from '../model/run-state.ts'

/**
 * What the desktop's shell is told of runs by the engine's process: as much as the task bar, the power saving
 * and a notification need, and nothing of any file.
 */
export const engineNewsSchema = z.discriminatedUnion('type', [
  /** What is at work; told when it changes, a few times a second at most. */
  z.strictObject({
    type: z.literal('activity'),
    /** Runs at work, a paused one not among them. */
    running: z.int().min(0),
    paused: z.int().min(0),
    /** The part of all items that is done, 0 to 1; null while files are still being looked for. */
    fraction: z.number().min(0).max(1).nullable(),
  }),
  /** A run is over. */
  z.strictObject({
    type: z.literal('run-ended'),
    runId: runIdSchema,
    name: z.string(),
    state: z.enum(endStates),
    succeeded: z.int().min(0),
    failed: z.int().min(0),
  }),
])
export type EngineNews = z.infer<typeof engineNewsSchema>
export type EngineActivity = Extract<EngineNews, { type: 'activity' }>
export type EndedRun = Extract<EngineNews, { type: 'run-ended' }>
