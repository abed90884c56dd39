import { z } from 'zod'
import { maximumChunkSize, maximumWorkers } from './limits.ts'

export { maximumChunkSize, maximumWorkers } from './limits.ts'

/**
 * Where items come from. Paths and patterns are absolute: a relative one means something only to the
 * process it was typed into, which resolves it before it gets here.
 */
export const inputSourceSchema = z.discriminatedUnion('kind', [
  /** A file, or a folder with all the regular files below it. */
  z.strictObject({ kind: z.literal('path'), path: z.string().min(1).max(65_536) }),
  /** A glob pattern: `*`, `**`, `?`, `[a-z]`, `{a,b}`. Matches regular files. */
  z.strictObject({ kind: z.literal('glob'), pattern: z.string().min(1).max(65_536) }),
  /**
   * A file that lists files and folders, one an entry. An entry that is a relative path starts from the
   * folder `base`: for the command line, the one it was called in.
   */
  z.strictObject({
    kind: z.literal('list'),
    path: z.string().min(1).max(65_536),
    separator: z.enum(['newline', 'nul']),
    base: z.string().min(1).max(65_536),
  }),
])
export type InputSource = z.infer<typeof inputSourceSchema>

/**
 * The order in which results come back, named as in Python's `multiprocessing.pool`.
 * - `imap`: in input order; a slow item holds back the finished ones behind it.
 * - `imap-unordered`: in the order of completion; a slow item holds nobody up.
 */
export const modeSchema = z.enum(['imap', 'imap-unordered'])
export type Mode = z.infer<typeof modeSchema>

const chunkSizeError = {
  error: `the chunk size must be "auto" or a whole number from 1 to ${maximumChunkSize}`,
}
const workersError = { error: `the number of workers must be a whole number from 1 to ${maximumWorkers}` }

export const executionSchema = z.strictObject({
  mode: modeSchema.default('imap-unordered'),
  /** How many items travel to a worker together; `auto` follows the measured time per item. */
  chunkSize: z
    .union(
      [z.literal('auto'), z.int(chunkSizeError).min(1, chunkSizeError).max(maximumChunkSize, chunkSizeError)],
      chunkSizeError,
    )
    .default('auto'),
  /** How many items are worked on at once. Default: one for each logical processor. */
  workers: z.int(workersError).min(1, workersError).max(maximumWorkers, workersError).optional(),
})
export type Execution = z.infer<typeof executionSchema>

/** A task: a task type with its parameters filled in. The parameters are checked by the task type. */
export const taskSchema = z.strictObject({
  type: z.string().min(1).max(100),
  parameters: z.record(z.string().max(100), z.json()).default({}),
})
export type Task = z.infer<typeof taskSchema>

/** All that is needed to start a run. */
export const jobSchema = z.strictObject({
  name: z.string().trim().max(200).optional(),
  inputs: z.array(inputSourceSchema).min(1, { error: 'at least one input is needed' }).max(10_000),
  task: taskSchema,
  execution: executionSchema.prefault({}),
})
/** A job after its defaults were filled in. */
export type Job = z.infer<typeof jobSchema>
/** A job as it is written: what has a default may be left out. */
export type JobInput = z.input<typeof jobSchema>
