import { z } from 'zod'
import { chosenExecutionSchema, inputSourceSchema, taskSchema } from './job.ts'
import { runIdSchema } from './run-id.ts'
import { runStates } from './run-state.ts'

export { runIdSchema, type RunId } from './run-id.ts'
export { isActiveState, isEndState, itemsWithResult } from './run-state.ts'
export type { EndState, RunState } from './run-state.ts'

export const runStateSchema = z.enum(runStates)

/** Why a run is paused. All but `user` end by themselves as soon as there is room again. */
export const pauseReasonSchema = z.enum(['user', 'disk-low', 'memory-low'])
export type PauseReason = z.infer<typeof pauseReasonSchema>

export const pauseSchema = z.strictObject({
  reason: pauseReasonSchema,
  /** For a person: what is short and how much of it is needed; empty where the user paused it. */
  message: z.string(),
  /** ISO 8601, UTC. */
  since: z.iso.datetime(),
})
export type Pause = z.infer<typeof pauseSchema>

/** What ended a run before everything was done: its user, or its stop rule at so many failures. */
export const stopReasonSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user') }),
  z.strictObject({ kind: z.literal('failures'), failed: z.int().min(1) }),
  z.strictObject({ kind: z.literal('percent'), failed: z.int().min(1), percent: z.number() }),
])
export type StopReason = z.infer<typeof stopReasonSchema>

/** An error as it crosses every boundary. */
export const errorDescriptionSchema = z.strictObject({
  /** Stable, documented in `shared/contract/errors.ts`. */
  code: z.string(),
  /** What happened, to which file, and what can be done. */
  message: z.string(),
})
export type ErrorDescription = z.infer<typeof errorDescriptionSchema>

const countSchema = z.int().min(0)

/** How many items stand where. `total` grows until `enumerated` is true. */
export const runCountsSchema = z.strictObject({
  /** Items found so far. */
  total: countSchema,
  succeeded: countSchema,
  failed: countSchema,
  /** Not done again, because an earlier run of the same recipe had done them. */
  alreadyDone: countSchema,
  /** Left out by their user while the run was on. */
  skipped: countSchema,
  /** `total` less those that have a result of any kind. */
  remaining: countSchema,
  /** Of those that have a result: how many are still to be done again. */
  retrying: countSchema,
})
export type RunCounts = z.infer<typeof runCountsSchema>

/** What the inputs named that did not become an item of its own, and how often. */
export const leftOutSchema = z.strictObject({
  /** A file that was given more than once: done once. */
  duplicates: countSchema.default(0),
  /** A symbolic link inside a folder: not followed. */
  links: countSchema.default(0),
  /** Hidden files, and hidden folders with all that is in them, where those are not wanted. */
  hidden: countSchema.default(0),
  /** Folders that lie deeper than was asked for. */
  tooDeep: countSchema.default(0),
  /** Kept out by a pattern: excluded by one, or included by none. */
  pattern: countSchema.default(0),
  extension: countSchema.default(0),
  size: countSchema.default(0),
  /** Kept out by when it was last modified. */
  modified: countSchema.default(0),
})
export type LeftOut = z.infer<typeof leftOutSchema>

/** Nothing left out. */
export const nothingLeftOut: LeftOut = leftOutSchema.parse({})

/** What was left out in two parts together. */
export function addLeftOut(one: LeftOut, other: LeftOut): LeftOut {
  return {
    duplicates: one.duplicates + other.duplicates,
    links: one.links + other.links,
    hidden: one.hidden + other.hidden,
    tooDeep: one.tooDeep + other.tooDeep,
    pattern: one.pattern + other.pattern,
    extension: one.extension + other.extension,
    size: one.size + other.size,
    modified: one.modified + other.modified,
  }
}

export const runSummarySchema = z.strictObject({
  id: runIdSchema,
  name: z.string(),
  state: runStateSchema,
  task: taskSchema,
  execution: chosenExecutionSchema,
  /** The first hundred inputs; `inputCount` is how many there are. */
  inputs: z.array(inputSourceSchema),
  inputCount: countSchema,
  /** When it was first started; while it is queued, when it was put there. ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  /** When its last session ended; null while it is queued, at work or paused. */
  finishedAt: z.iso.datetime().nullable(),
  /** Whether all inputs have been looked through, so that `counts.total` is final. */
  enumerated: z.boolean(),
  counts: runCountsSchema,
  /** Bytes of all items found, and of those that have a result. */
  bytesTotal: countSchema,
  bytesDone: countSchema,
  leftOut: leftOutSchema,
  /** Why the run failed, or what of its record is damaged and cannot be told; else null. */
  error: errorDescriptionSchema.nullable(),
  /** Set while the run is paused. */
  pause: pauseSchema.nullable(),
  /** Set where the run is `stopped`, or was cancelled by its stop rule. */
  stopReason: stopReasonSchema.nullable(),
  /** Before this moment a queued run is not begun; null for as soon as it is its turn. */
  notBefore: z.iso.datetime().nullable(),
  /** The sessions so far: 1 for a run that was never resumed or retried, 0 while it waits for its first. */
  sessions: countSchema,
  /** Milliseconds that all sessions took which have ended. */
  timeSpent: z.number().min(0),
  /** For a run that makes files: how many items are planned; `counts.total` when all are. Null for others. */
  outputs: z.strictObject({ planned: countSchema }).nullable(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

/** What one worker is doing now. */
export const workerActivitySchema = z.strictObject({
  /** From 1 to the number of workers. */
  worker: z.int().min(1),
  /** The item in hand, or null when idle. */
  item: z
    .strictObject({
      seq: z.int().min(1),
      path: z.string(),
      /** How many items the worker has in hand by one call: 1 unless the task takes groups, of which this is the first. */
      together: z.int().min(1),
      /** How long it has been at it, in milliseconds. */
      elapsed: z.number().min(0),
      /** Bytes of the item done so far and in all, where the task tells. */
      bytesDone: countSchema.nullable(),
      bytesTotal: countSchema.nullable(),
    })
    .nullable(),
})
export type WorkerActivity = z.infer<typeof workerActivitySchema>

/**
 * What a run is at. One that makes files first finds all its items (`finding`), then decides what becomes of each
 * (`planning`), then works. Any other is `working` from the beginning, and finds items meanwhile.
 */
export const runPhaseSchema = z.enum(['finding', 'planning', 'working'])
export type RunPhase = z.infer<typeof runPhaseSchema>

/** The phase of a run, as far as its summary tells. */
export function phaseOf({
  outputs,
  enumerated,
  counts,
}: Pick<RunSummary, 'outputs' | 'enumerated' | 'counts'>): RunPhase {
  if (outputs === null) return 'working'
  if (!enumerated) return 'finding'
  return outputs.planned < counts.total ? 'planning' : 'working'
}

/** A run at one moment: what a live view shows. Each is whole; a later one replaces an earlier one. */
export const runProgressSchema = z.strictObject({
  run: runSummarySchema,
  phase: runPhaseSchema,
  /** Milliseconds at work, in all sessions together. */
  elapsed: z.number().min(0),
  /** Over the last seconds, not since the start. Null until there is something to measure. */
  itemsPerSecond: z.number().min(0).nullable(),
  bytesPerSecond: z.number().min(0).nullable(),
  /** Time left as a range in milliseconds; null while it cannot be told. */
  remaining: z.strictObject({ low: z.number().min(0), high: z.number().min(0) }).nullable(),
  workers: z.array(workerActivitySchema),
  /** In ordered mode, finished results that wait for an earlier item; null when nothing waits. */
  waiting: z.strictObject({ seq: z.int().min(1), path: z.string(), held: countSchema }).nullable(),
  /** It finishes what is in hand and then stops. */
  draining: z.boolean(),
  /** Failed attempts whose next one waits for its time. */
  delayed: countSchema,
  /** Volumes that are gone, and how many items wait for each to come back. */
  parked: z.array(z.strictObject({ volume: z.string(), items: countSchema })),
})
export type RunProgress = z.infer<typeof runProgressSchema>
