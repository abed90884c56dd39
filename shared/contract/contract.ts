import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { csvOptionsSchema } from '../model/export.ts'
import { jobSchema } from '../model/job.ts'
import { longestSearch, resultSortSchema } from '../model/result-query.ts'
import { resultColumnSchema, resultRowSchema, resultStatusSchema } from '../model/result.ts'
import { maximumInputs } from '../model/limits.ts'
import { runIdSchema, runProgressSchema } from '../model/run.ts'
import { taskTypeDescriptionSchema } from '../model/task-type.ts'
import { compare, comparisonSchema } from './comparison.ts'
import { engineEventSchema } from './events.ts'
import { maintenance, settings } from './maintenance.ts'
import { presets } from './presets.ts'
import { previews } from './preview.ts'
import { maximumPageSize } from './protocol.ts'
import { runControl } from './run-control.ts'
import { runQueries } from './run-queries.ts'
import { trust } from './trust.ts'

export { maximumPageSize, protocolVersion } from './protocol.ts'

const path = z.string().min(1).max(65_536)

/** What the engine is and where it lives. */
const engineInfoSchema = z.strictObject({
  protocolVersion: z.int(),
  version: z.string(),
  dataDirectory: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32', 'other']),
  /** Logical processors: the default number of workers. */
  processors: z.int().min(1),
  /** The folder in which path completion starts. */
  homeDirectory: z.string(),
})
export type EngineInfo = z.infer<typeof engineInfoSchema>

/** What a text typed or dropped as an input stands for. */
const inputInspectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path, size: z.int().min(0) }),
  z.strictObject({ kind: z.literal('folder'), path }),
  z.strictObject({ kind: z.literal('glob'), pattern: path }),
  z.strictObject({ kind: z.literal('missing'), path }),
  z.strictObject({ kind: z.literal('refused'), path, code: z.string(), message: z.string() }),
])
export type InputInspection = z.infer<typeof inputInspectionSchema>

const completionSchema = z.strictObject({
  path,
  kind: z.enum(['file', 'folder']),
})
export type Completion = z.infer<typeof completionSchema>

const resultPageSchema = z.strictObject({
  /** How many rows the filter lets through at this moment. */
  total: z.int().min(0),
  rows: z.array(resultRowSchema),
})
export type ResultPage = z.infer<typeof resultPageSchema>

const exportReceiptSchema = z.strictObject({
  path,
  rows: z.int().min(0),
  bytes: z.int().min(0),
})
export type ExportReceipt = z.infer<typeof exportReceiptSchema>

/**
 * THE contract between interface and engine: the same over a MessagePort (desktop), a WebSocket (browser)
 * and a direct call (command line). Every request is checked on the engine's side. Errors come as
 * `{ code, message, data }` with a code of `errors.ts`.
 */
export const contract = {
  engine: {
    info: oc.output(engineInfoSchema),
    taskTypes: oc.output(z.array(taskTypeDescriptionSchema)),
    /**
     * Looks whether a task can be done, and runs nothing of it: what is wrong comes as INVALID_PARAMETERS, with the
     * parameter and, in a script, line and column in its data. Code that has to be accepted first is NOT_TRUSTED.
     */
    checkTask: oc
      .input(jobSchema.pick({ task: true, origin: true }))
      .output(z.strictObject({ sound: z.literal(true) })),
  },
  inputs: {
    /** What a path or pattern stands for; `~` is the home directory. Never fails for a path that is odd. */
    inspect: oc.input(z.strictObject({ text: path })).output(inputInspectionSchema),
    /** What many of them stand for, in their order. */
    inspectMany: oc
      .input(z.strictObject({ texts: z.array(path).max(maximumInputs) }))
      .output(z.array(inputInspectionSchema)),
    /** Entries that a path may go on with, folders first, at most `limit`. */
    complete: oc
      .input(z.strictObject({ text: z.string().max(65_536), limit: z.int().min(1).max(200).default(50) }))
      .output(z.array(completionSchema)),
  },
  runs: {
    ...runControl,
    get: oc.input(z.strictObject({ runId: runIdSchema })).output(runProgressSchema),
    /**
     * Result rows `offset` to `offset + limit` of those that are selected, in result order unless they are
     * sorted. `text` is looked for in path, error message and values, in small and capital letters alike;
     * `cause` is one of `runs.causes`; `where` asks for the results that have this value in a result column of the
     * task type, such as those of one of `runs.groups`. While the run is at work, what is searched, sorted or picked in such a way is up
     * to a few seconds old.
     */
    results: oc
      .input(
        z.strictObject({
          runId: runIdSchema,
          status: resultStatusSchema.optional(),
          cause: z.string().min(1).max(100).optional(),
          where: z
            .strictObject({
              column: z.string().min(1).max(200),
              equals: z.union([z.string(), z.number(), z.boolean()]),
            })
            .optional(),
          text: z.string().max(longestSearch).optional(),
          sort: resultSortSchema.optional(),
          offset: z.int().min(0).default(0),
          limit: z.int().min(1).max(maximumPageSize).default(100),
        }),
      )
      .output(resultPageSchema),
    /** Live progress of all active runs; see `events.ts`. */
    watch: oc.output(eventIterator(engineEventSchema)),
    ...runQueries,
    compare,
    ...previews,
  },
  presets,
  trust,
  settings,
  maintenance,
  exports: {
    /** The columns a run's results can be exported with, in their default order. */
    columns: oc.input(z.strictObject({ runId: runIdSchema })).output(
      z.array(
        z.strictObject({
          ...resultColumnSchema.shape,
          /** Whether it is exported unless columns are picked. */
          selected: z.boolean(),
        }),
      ),
    ),
    /** Writes a run's results to a CSV file; an existing file is replaced once the new one is whole. */
    csv: oc
      .input(z.strictObject({ runId: runIdSchema, path, options: csvOptionsSchema.prefault({}) }))
      .output(exportReceiptSchema),
    /** Writes all rows of a plan to a CSV file; an existing file is replaced once the new one is whole. */
    plan: oc.input(z.strictObject({ planId: z.int().min(1), path })).output(exportReceiptSchema),
    /**
     * Writes a comparison of two runs, or its rows of one kind, to a CSV file; an existing file is replaced once the
     * new one is whole. Fails as `runs.compare` does.
     */
    comparison: oc.input(comparisonSchema.extend({ path })).output(exportReceiptSchema),
  },
}
