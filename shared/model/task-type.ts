import { z } from 'zod'
import { resultColumnSchema } from './result.ts'

/** A task type as the interface needs to know it. */
export const taskTypeDescriptionSchema = z.strictObject({
  /** Stable name, as in `--task checksum`. */
  id: z.string(),
  /** Raised whenever the same parameters would give another result. */
  version: z.int().min(1),
  title: z.string(),
  description: z.string(),
  /** JSON Schema (2020-12) of the parameters, with defaults: a form is made from it. */
  parameters: z.record(z.string(), z.json()),
  resultColumns: z.array(resultColumnSchema),
})
export type TaskTypeDescription = z.infer<typeof taskTypeDescriptionSchema>
