import { oc } from '@orpc/contract'
import { z } from 'zod'
import {
  builtInPresetSchema,
  presetDraftSchema,
  presetIdSchema,
  presetJobSchema,
  presetSchema,
  presetSummarySchema,
} from '../model/preset.ts'

/** Named by number or by name. */
const presetReferenceSchema = z.union([
  z.strictObject({ id: presetIdSchema }),
  z.strictObject({ name: z.string().min(1).max(200) }),
])
export type PresetReference = z.infer<typeof presetReferenceSchema>

export const presets = {
  /** All of them, by name. */
  list: oc.output(z.array(presetSummarySchema)),
  /** Those that come with the product, by name. They are saved as presets of one's own in order to be changed. */
  builtIn: oc.output(z.array(builtInPresetSchema)),
  get: oc.input(presetReferenceSchema).output(presetSchema),
  /** Saves a new preset, or changes the one of the draft's `id`. Its task is checked. */
  save: oc.input(presetDraftSchema).output(presetSchema),
  delete: oc.input(presetReferenceSchema).output(z.strictObject({ deleted: z.literal(true) })),
  /**
   * Checks the content of a preset's file and gives back what is in it, as a job from somebody else. Saves no preset; that
   * its code is somebody else's is remembered.
   */
  import: oc
    .input(z.strictObject({ text: z.string().max(10_000_000) }))
    .output(z.strictObject({ name: z.string(), job: presetJobSchema })),
  /** A preset as the content of a file, and the name such a file would have. */
  export: oc.input(presetReferenceSchema).output(z.strictObject({ fileName: z.string(), text: z.string() })),
}
