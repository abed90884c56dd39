import { z } from 'zod'

/**
 * What a run will do for one item, decided before the first item begins.
 * - `create`: nothing stands at `path`; the output (or, for a task that moves, the input) comes to stand there.
 * - `replace`: this file stands at `path` and gives way once the new one is whole.
 * - `replace-input`: the output takes the place of its own input.
 * - `skip`: the item is left out: `exists` and `not-newer` as the job's policy says of a file that is there; `taken`
 *   because an earlier item of the run, `by`, has that name.
 * - `refuse`: the item fails, with an item error code, before anything is done. `path` is null where no name could
 *   be made.
 */
export const plannedOutputSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('create'), path: z.string() }),
  z.strictObject({
    action: z.literal('replace'),
    path: z.string(),
    /** Bytes. */
    size: z.int().min(0),
    /** Milliseconds since 1970. */
    modifiedAt: z.number(),
  }),
  z.strictObject({ action: z.literal('replace-input'), path: z.string() }),
  z.strictObject({
    action: z.literal('skip'),
    path: z.string(),
    reason: z.enum(['exists', 'not-newer', 'taken']),
    by: z.int().min(1).nullable(),
  }),
  z.strictObject({
    action: z.literal('refuse'),
    path: z.string().nullable(),
    code: z.string(),
    message: z.string(),
  }),
])
export type PlannedOutput = z.infer<typeof plannedOutputSchema>

/** What came to stand at its place: by it, undo tells whether somebody has changed it since. */
export const madeOutputSchema = z.strictObject({
  path: z.string(),
  /** Bytes. */
  size: z.int().min(0),
  /** Milliseconds since 1970, with their fraction. */
  modifiedAt: z.number(),
  /** The file's number on its volume, as text, because it may be larger than a number holds exactly. */
  inode: z.string(),
  /** Folders that were made for it, the outermost first. */
  madeFolders: z.array(z.string()),
})
export type MadeOutput = z.infer<typeof madeOutputSchema>
