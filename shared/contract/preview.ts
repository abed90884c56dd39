import { oc } from '@orpc/contract'
import { z } from 'zod'
import { runIdSchema } from '../model/run.ts'

/** The longest side of a picture in a preview, in pixels. */
export const longestPreviewSide = 640

/** The most bytes of a text that a preview shows. */
export const longestPreviewText = 16_384

const fileShape = {
  /** Bytes, now. */
  size: z.int().min(0),
  /** Milliseconds since 1970, now. */
  modifiedAt: z.number(),
  /** Whether the file is no longer the one that the run found: its size or its date is another. */
  isChanged: z.boolean(),
}

/** What a file looks like. */
export const previewSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('image'),
    ...fileShape,
    /** The usual extension of such files, such as `jpg`. */
    type: z.string(),
    /** Upright, in pixels; of the first frame where there are several. */
    width: z.int().min(1),
    height: z.int().min(1),
    /** The whole image made small: a WebP file of at most `longestPreviewSide` pixels a side, in Base64. */
    picture: z.string().max(4_000_000),
  }),
  z.strictObject({
    kind: z.literal('text'),
    ...fileShape,
    /** Its beginning. Control characters are in it as they are in the file. */
    text: z.string(),
    /** By its name on the web, such as `utf-8`. */
    encoding: z.string(),
    /** Whether that is all of it. */
    isWhole: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('other'),
    ...fileShape,
    /** What the file is by its content, such as `pdf` and `application/pdf`; null where that cannot be told. */
    type: z.string().nullable(),
    mime: z.string().nullable(),
  }),
  /** There is nothing to be seen of it: it is gone, may not be read, is damaged or too large. */
  z.strictObject({
    kind: z.literal('unavailable'),
    /** One of `itemErrorCodes`. */
    code: z.string(),
    message: z.string(),
  }),
])
export type Preview = z.infer<typeof previewSchema>

export const previewSideSchema = z.enum(['input', 'output'])
export type PreviewSide = z.infer<typeof previewSideSchema>

/** Looking at the files of runs. Which file that is, the engine looks up: nobody can ask by a path. */
export const previews = {
  /**
   * What an item's file, or the output that was made of it, looks like now. Fails with OUTPUT_NOT_FOUND for the output
   * of an item that has none, or whose output was taken back.
   */
  preview: oc
    .input(z.strictObject({ runId: runIdSchema, seq: z.int().min(1), side: previewSideSchema }))
    .output(previewSchema),
  /** The same for an item of a try, for as long as that is kept: the newest four are. Fails with TRY_NOT_FOUND. */
  previewTried: oc
    .input(z.strictObject({ tryId: z.int().min(1), seq: z.int().min(1), side: previewSideSchema }))
    .output(previewSchema),
}
