import { z } from 'zod'
import { resultColumnSchema } from './result.ts'

/** What the value of a parameter is like: one of some values, anything but nothing, or a text with another in it. */
const conditionSchema = z.union([
  z.strictObject({ isOneOf: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1) }),
  z.strictObject({ isFilled: z.literal(true) }),
  z.strictObject({ contains: z.string().min(1) }),
])
export type Condition = z.infer<typeof conditionSchema>

/**
 * When a parameter has an effect: conditions on others, by their names. All conditions of at least one of the entries
 * must hold.
 */
export const appliesWhenSchema = z.array(z.record(z.string(), conditionSchema)).min(1)
export type AppliesWhen = z.infer<typeof appliesWhenSchema>

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
  /** By their names, the parameters that have no effect with some values of others. */
  appliesWhen: z.record(z.string(), appliesWhenSchema),
  resultColumns: z.array(resultColumnSchema),
})
export type TaskTypeDescription = z.infer<typeof taskTypeDescriptionSchema>
