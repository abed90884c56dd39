import { z } from 'zod'

/**
 * What an engine's process and the desktop app's main process say to each other of worker processes. Only the
 * main process can start processes in a packaged app; once one is started, engine and worker talk over a
 * MessagePort of their own, past the main process.
 *
 * `process` is a number that the engine chooses; it is never used twice.
 */
const processSchema = z.int().min(1)

/** From the engine's process to the main process. */
export const processRequestSchema = z.discriminatedUnion('type', [
  /** Start a worker. Answered with `process-started`, in the end with `process-ended`. */
  z.strictObject({
    type: z.literal('start-process'),
    process: processSchema,
    /** What the worker finds in `process.argv`: where its board is and which number it has, and nothing else. */
    words: z
      .array(
        z
          .string()
          .max(65_536)
          .regex(/^--worker-(?:board=|number=\d{1,7}$)/u),
      )
      .max(2),
    /** Limits of its memory. No other option of Node is let through. */
    nodeOptions: z.array(z.string().regex(/^--max-(?:old-space|semi-space)-size=\d{1,7}$/)).max(2),
    /** For people. */
    name: z.string().min(1).max(100),
  }),
  /** End it at once, whatever it does. */
  z.strictObject({ type: z.literal('end-process'), process: processSchema }),
])
export type ProcessRequest = z.infer<typeof processRequestSchema>

/** From the main process to the engine's process. */
export const processNewsSchema = z.discriminatedUnion('type', [
  /** Beside this message comes the engine's end of the port to the worker. */
  z.strictObject({
    type: z.literal('process-started'),
    process: processSchema,
    pid: z.int().nullable(),
  }),
  z.strictObject({
    type: z.literal('process-ended'),
    process: processSchema,
    /** Null where it was ended by a signal. */
    code: z.int().nullable(),
    signal: z.string().nullable(),
    ranOutOfMemory: z.boolean(),
    /** The end of what it printed as errors. */
    errorOutput: z.string(),
  }),
  /** It could not be started. */
  z.strictObject({ type: z.literal('process-refused'), process: processSchema, message: z.string() }),
])
export type ProcessNews = z.infer<typeof processNewsSchema>

/**
 * What goes over the port beside the pool's own messages: the receiver of the worker's messages says how many
 * have arrived, so that the worker knows which ones would be lost with it.
 */
export const arrivedSchema = z.strictObject({ kind: z.literal('arrived'), count: z.int().min(1) })
