import { z } from 'zod'
import { momentForms, momentOf } from './moment.ts'

const extensionSchema = z
  .string()
  .max(255)
  .regex(/^\.?[^./][^/]*$/u, { error: 'expected an extension such as jpg or tar.gz' })
const patternSchema = z.string().min(1).max(4_000)
const patternsSchema = z.array(patternSchema).max(1_000).default([])
const bytesSchema = z.int().min(0).nullable().default(null)
const momentSchema = z
  .string()
  .max(100)
  .refine((text) => momentOf(text, 0) !== null, { error: `expected ${momentForms}` })
  .nullable()
  .default(null)

/**
 * Which of the files that the inputs name become items. All that is asked for must be met. With nothing set,
 * every regular file does.
 *
 * Patterns know `*`, `**`, `?`, `[a-z]` and `{a,b}`; wildcards match a leading dot too. One without `/` is
 * held against names, wherever they are; one with `/` against the path below the folder that the input
 * names, always with `/`. One that ends in `/` means folders, each with all that is in it.
 *
 * Names, sizes and times hold for every item, also for one that is itself an input. Hidden entries, links and
 * depth are about what is found below a folder: what was named by itself is wanted.
 */
export const inputFilterSchema = z
  .strictObject({
    /** Where there are any: only files that one of these matches. */
    include: patternsSchema,
    /** Not the files that one of these matches, nor the folders with all that is in them. */
    exclude: patternsSchema,
    /** Where there are any: only files whose name ends in one of these, with or without a dot before it. */
    extensions: z.array(extensionSchema).max(1_000).default([]),
    /** Bytes; a file of just this size is let through, as with `maxSize`. */
    minSize: bytesSchema,
    maxSize: bytesSchema,
    /** Only files last modified at this moment or later: see `momentOf`. Ages count back from the run's start. */
    modifiedAfter: momentSchema,
    /** Only files last modified before this moment. */
    modifiedBefore: momentSchema,
    /** Whether entries whose names begin with a dot count. */
    hidden: z.boolean().default(true),
    /**
     * Whether symbolic links inside folders are followed. Each folder is gone through once, however many
     * links lead to it: first by its own place, then by the links in the order in which they are met.
     */
    followLinks: z.boolean().default(false),
    /** How many folders deep: 1 for what lies in the folder itself. Null for any depth. */
    maxDepth: z.int().min(1).max(1_000_000).nullable().default(null),
    /**
     * Whether a folder that is named is one item as a whole, and not gone through; only for tasks that can work on
     * folders. What a pattern finds stays files.
     */
    wholeFolders: z.boolean().default(false),
  })
  .refine(({ minSize, maxSize }) => minSize === null || maxSize === null || minSize <= maxSize, {
    error: 'the smallest size is larger than the largest size',
    path: ['maxSize'],
  })
/** A filter with every default filled in. */
export type InputFilter = z.infer<typeof inputFilterSchema>
/** A filter as it is written: what has a default may be left out. */
export type InputFilterInput = z.input<typeof inputFilterSchema>

/** Lets every regular file through. */
export const noFilter: InputFilter = inputFilterSchema.parse({})
