import { z } from 'zod'
import { inputSourceSchema, jobSchema, originSchema } from './job.ts'

/** The version of the form in which presets are written to files. */
export const presetFormatVersion = 1

export { presetFileSuffix } from './preset-file-suffix.ts'

const presetNameSchema = z.string().trim().min(1).max(200)

/** A job to be started again and again. Its inputs may be left open, to be chosen each time. */
export const presetJobSchema = jobSchema
  .omit({ name: true })
  .extend({ inputs: z.array(inputSourceSchema).max(10_000).default([]) })
export type PresetJob = z.infer<typeof presetJobSchema>
/** A preset's job as it is written: what has a default may be left out. */
export type PresetJobInput = z.input<typeof presetJobSchema>

export const presetIdSchema = z.int().min(1)

export const presetSchema = z.strictObject({
  id: presetIdSchema,
  /** No two presets have the same name. */
  name: presetNameSchema,
  /** From 1; one more with every change. */
  version: z.int().min(1),
  job: presetJobSchema,
  /** That of its job, always. */
  origin: originSchema,
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Preset = z.infer<typeof presetSchema>

/** A preset as a list shows it. */
export const presetSummarySchema = presetSchema.omit({ job: true }).extend({
  /** The task type. */
  taskType: z.string(),
  inputCount: z.int().min(0),
})
export type PresetSummary = z.infer<typeof presetSummarySchema>

/** A preset to be saved: a new one, or an existing one to be changed. */
export const presetDraftSchema = z.strictObject({
  id: presetIdSchema.optional(),
  name: presetNameSchema,
  job: presetJobSchema,
  /** What was imported once stays so, whatever is saved here. */
  origin: originSchema.default('own'),
})
export type PresetDraft = z.infer<typeof presetDraftSchema>
/** A draft as it is written: what has a default may be left out. */
export type PresetDraftInput = z.input<typeof presetDraftSchema>

/** A preset that comes with the product. */
export const builtInPresetSchema = z.strictObject({
  /** Stable: the name of its file without its suffix. */
  id: z.string(),
  name: presetNameSchema,
  job: presetJobSchema,
})
export type BuiltInPreset = z.infer<typeof builtInPresetSchema>

/** The content of a `*.batchyard.json` file. */
export const presetFileSchema = z.strictObject({
  format: z.literal('batchyard-preset'),
  formatVersion: z.literal(presetFormatVersion),
  name: presetNameSchema,
  /** Without an origin: whoever reads the file has it from somebody else. */
  job: presetJobSchema.omit({ origin: true }),
})
export type PresetFile = z.infer<typeof presetFileSchema>
