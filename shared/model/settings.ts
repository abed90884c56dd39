import { z } from 'zod'

/** What is deleted by itself from the history. Null: nothing on that account. */
export const retentionSchema = z.strictObject({
  /** Runs that ended more than so many days ago. */
  days: z.int().min(1).max(36_500).nullable().default(null),
  /** All but the newest so many runs. */
  runs: z.int().min(1).max(1_000_000).nullable().default(null),
})
export type Retention = z.infer<typeof retentionSchema>

/** Settings of the engine: the same for every interface over one data directory. */
export const settingsSchema = z.strictObject({
  /** Whether runs that were interrupted go on by themselves when the engine starts. */
  resumeInterrupted: z.boolean().default(false),
  /** How many runs of the queue are at work side by side; 1 is one after the other. */
  queueWidth: z.int().min(1).max(16).default(1),
  retention: retentionSchema.prefault({}),
})
export type Settings = z.infer<typeof settingsSchema>

/** Settings to be changed; those left out stay as they are. */
export const settingsChangeSchema = z.strictObject({
  resumeInterrupted: z.boolean().optional(),
  queueWidth: z.int().min(1).max(16).optional(),
  retention: retentionSchema.optional(),
})
export type SettingsChange = z.infer<typeof settingsChangeSchema>

/** The settings of a data directory in which none was ever changed. */
export const defaultSettings: Settings = settingsSchema.parse({})
