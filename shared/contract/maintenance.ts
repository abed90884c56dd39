import { oc } from '@orpc/contract'
import { z } from 'zod'
import { settingsChangeSchema, settingsSchema } from '../model/settings.ts'

const databaseStatisticsSchema = z.strictObject({
  file: z.string(),
  /** Bytes of the file, and those of it that hold nothing any more; compacting gives them back. */
  bytes: z.int().min(0),
  unusedBytes: z.int().min(0),
  /** Bytes of the log beside the file. */
  logBytes: z.int().min(0),
  /** The version of the database's form. */
  version: z.int().min(0),
  runs: z.int().min(0),
  items: z.int().min(0),
  presets: z.int().min(0),
  /** Copies that were made before the database's form was changed. */
  backups: z.array(z.strictObject({ path: z.string(), bytes: z.int().min(0) })),
  /** Free bytes of the volume it is on; null where that cannot be told. */
  freeBytes: z.int().min(0).nullable(),
})
export type DatabaseStatistics = z.infer<typeof databaseStatisticsSchema>

const databaseCheckSchema = z.strictObject({
  sound: z.boolean(),
  /** What is wrong, at most a hundred findings. Empty for a sound database. */
  problems: z.array(z.string()),
  /** Milliseconds that the check took. */
  duration: z.number().min(0),
})
export type DatabaseCheck = z.infer<typeof databaseCheckSchema>

export const maintenance = {
  statistics: oc.output(databaseStatisticsSchema),
  /** Looks through the whole database for damage. Changes nothing; runs go on meanwhile. */
  check: oc.output(databaseCheckSchema),
  /** Gives the space of what was deleted back to the system. Not while a run is at work. */
  compact: oc.output(z.strictObject({ bytesBefore: z.int().min(0), bytesAfter: z.int().min(0) })),
  /** Deletes the runs that the retention settings say are to go. Answers with their numbers. */
  applyRetention: oc.output(z.strictObject({ deleted: z.array(z.int()) })),
}

export const settings = {
  get: oc.output(settingsSchema),
  /** Changes what is given and answers with all settings. */
  set: oc.input(settingsChangeSchema).output(settingsSchema),
}
