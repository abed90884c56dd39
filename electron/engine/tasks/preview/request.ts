import { z } from 'zod'

/** The name, for a pool, of the task that makes previews. It is none of the task types: no job can ask for it. */
export const previewTask = 'preview'

/** Which file is to be looked at, and what it was like when it was found; null for what is not known. */
export const previewRequestSchema = z.strictObject({
  path: z.string(),
  size: z.number().nullable(),
  modifiedAt: z.number().nullable(),
})
export type PreviewRequest = z.infer<typeof previewRequestSchema>
