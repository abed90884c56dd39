import { z } from 'zod'
import { inputFilterSchema } from './input-filter.ts'
import {
  longestRetryDelay,
  maximumInputs,
  maximumChunkSize,
  maximumRetries,
  maximumTimeout,
  maximumWorkers,
} from './limits.ts'
import { outputSchema } from './output.ts'
import { largestNumber, mostDigits, mostNumbers, numberCount } from './number-range.ts'

export { maximumChunkSize, maximumRetries, maximumWorkers } from './limits.ts'

const numberSchema = z.int().min(-largestNumber).max(largestNumber)

/** Whole numbers: see `NumberRange`. */
export const numberRangeSchema = z
  .strictObject({
    from: numberSchema,
    to: numberSchema,
    step: z.int().min(1).max(largestNumber).default(1),
    digits: z.int().min(1).max(mostDigits).default(1),
  })
  .refine((range) => numberCount(range) <= mostNumbers, {
    error: `a range may have at most ${mostNumbers.toLocaleString('en')} numbers`,
  })

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
  /**
   * A CSV file of which one column lists files and folders, taken as the entries of a list are. Rows in
   * which the column is empty or missing are passed over.
   */
  z.strictObject({
    kind: z.literal('csv'),
    path: z.string().min(1).max(65_536),
    /** A name from the first row, or a place from 1. */
    column: z.union([z.string().min(1).max(1_000), z.int().min(1).max(100_000)]).default(1),
    /** Whether the first row has names and no entry. Where the column has a name, it does. */
    header: z.boolean().default(false),
    /** What stands between columns; `auto` finds out which of the others it is. */
    delimiter: z.enum(['auto', ',', ';', '\t', '|']).default('auto'),
    base: z.string().min(1).max(65_536),
  }),
  /** Whole numbers as items, for task types that need no file. */
  z.strictObject({ kind: z.literal('range'), range: numberRangeSchema }),
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

/**
 * When an attempt has taken too long, counted from its start: after so many milliseconds, or after so many
 * times what half of the run's items took at most. Null: never.
 */
export const timeoutSchema = z.union([
  z.int().min(1).max(maximumTimeout),
  z.strictObject({ timesMedian: z.number().min(1).max(1_000_000) }),
  z.null(),
])
export type Timeout = z.infer<typeof timeoutSchema>

/** What a stop rule does: finish what is in hand, or end everything at once. */
const stopThenSchema = z.enum(['drain', 'cancel']).default('drain')

/** When a run ends because too much of it fails. */
export const stopRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('never') }),
  /** After so many failed items. */
  z.strictObject({
    kind: z.literal('failures'),
    count: z.int().min(1).max(1_000_000_000),
    then: stopThenSchema,
  }),
  /** As soon as so many in a hundred of the finished items have failed, but not before `after` finished. */
  z.strictObject({
    kind: z.literal('percent'),
    percent: z.number().gt(0).max(100),
    after: z.int().min(1).max(1_000_000_000).default(20),
    then: stopThenSchema,
  }),
])
export type StopRule = z.infer<typeof stopRuleSchema>

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
  timeout: timeoutSchema.default(null),
  /** How often an item is tried again after an error that is worth it (`isWorthRetrying`). */
  retries: z.int().min(0).max(maximumRetries).default(0),
  /**
   * Milliseconds before an item is tried again, doubled with every further try up to a minute. A random
   * part is added, so that items that failed together do not come back together.
   */
  retryDelay: z.int().min(0).max(longestRetryDelay).default(1_000),
  stopRule: stopRuleSchema.default({ kind: 'never' }),
  /** An item that ended so many workers is not tried again, whatever `retries` says. */
  crashLimit: z.int().min(1).max(100).default(2),
  /** Items that an earlier run of the same recipe has done, and that have not changed since, are not done again. */
  skipDone: z.boolean().default(false),
  /** The run's weight beside other runs: one of 2 gets twice the workers of one of 1. */
  share: z.int().min(1).max(100).default(1),
})
/** How a job is carried out, with every default filled in but the number of workers. */
export type Execution = z.infer<typeof executionSchema>

/** How a run is carried out: as `executionSchema`, with the number of workers decided. */
export const chosenExecutionSchema = executionSchema.extend({
  workers: z.int(workersError).min(1, workersError).max(maximumWorkers, workersError),
})
export type ChosenExecution = z.infer<typeof chosenExecutionSchema>

/** Where a job or a preset came from: made here, or taken from somebody's file. */
export const originSchema = z.enum(['own', 'imported'])
export type Origin = z.infer<typeof originSchema>

/** A task: a task type with its parameters filled in. The parameters are checked by the task type. */
export const taskSchema = z.strictObject({
  type: z.string().min(1).max(100),
  parameters: z.record(z.string().max(100), z.json()).default({}),
})
export type Task = z.infer<typeof taskSchema>

/** All that is needed to start a run. */
export const jobSchema = z.strictObject({
  name: z.string().trim().max(200).optional(),
  inputs: z.array(inputSourceSchema).min(1, { error: 'at least one input is needed' }).max(maximumInputs),
  /** Which of the files that the inputs name become items. */
  filter: inputFilterSchema.prefault({}),
  task: taskSchema,
  execution: executionSchema.prefault({}),
  /**
   * Code in a job from somebody else is run only once it was accepted (`trust`). It stays somebody else's through every
   * change.
   */
  origin: originSchema.default('own'),
  /** Where outputs go. Means nothing to a task type that writes no files. */
  output: outputSchema.prefault({}),
})
/** A job after its defaults were filled in. */
export type Job = z.infer<typeof jobSchema>
/** A job as it is written: what has a default may be left out. */
export type JobInput = z.input<typeof jobSchema>
