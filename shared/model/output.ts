import { z } from 'zod'

/** Where outputs are written. */
export const outputPlaceSchema = z.discriminatedUnion('kind', [
  /** Into the folder of the input. */
  z.strictObject({ kind: z.literal('beside') }),
  /** Into one folder, an absolute path, made if it does not exist. */
  z.strictObject({
    kind: z.literal('folder'),
    path: z.string().min(1).max(65_536),
    /** Keeps the folders between the input that was given and the file. */
    keepTree: z.boolean().default(false),
  }),
  /** In the place of the input itself, which is kept until the new file is whole. */
  z.strictObject({ kind: z.literal('in-place') }),
])
export type OutputPlace = z.infer<typeof outputPlaceSchema>

/**
 * What becomes of an output whose name is taken, by a file or by an earlier item of the run.
 * - `skip`: the item is left out.
 * - `overwrite`: the file is replaced once the new one is whole. Two outputs of one run never replace each other.
 * - `number`: the output gets the next free name, as `photo (2).jpg`.
 * - `fail`: the item fails.
 * - `if-newer`: replaced where the input was modified later, else left out.
 */
export const ifExistsSchema = z.enum(['skip', 'overwrite', 'number', 'fail', 'if-newer'])
export type IfExists = z.infer<typeof ifExistsSchema>

/** Where the files that a run makes go, and what they are called. */
export const outputSchema = z.strictObject({
  place: outputPlaceSchema.default({ kind: 'beside' }),
  /** A template of the name (`output-name.ts`). Default: that of the task type. */
  name: z.string().min(1).max(4_096).optional(),
  ifExists: ifExistsSchema.default('number'),
  /** Gives outputs the times of their inputs. */
  keepDates: z.boolean().default(false),
  /** Gives outputs the permissions of their inputs. */
  keepPermissions: z.boolean().default(false),
})
/** The output options of a job, with every default filled in but the name. */
export type OutputOptions = z.infer<typeof outputSchema>
