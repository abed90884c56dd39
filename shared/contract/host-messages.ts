import { z } from 'zod'

/**
 * What the desktop app's main process and the engine's process say to each other, beside what is in
 * `worker-processes.ts` and `engine-news.ts`. Everything else goes over the MessagePort between interface
 * and engine, past the main process.
 *
 * Each start of the engine has a generation, from 1. A message that bears another generation than the
 * receiver's is left over from a process that is gone, and is ignored.
 */
const generationSchema = z.int().min(1)

/** From the main process to the engine's process. */
export const toHostMessageSchema = z.discriminatedUnion('type', [
  /** The first message: start the engine. Answered with `ready` or `failed`. */
  z.strictObject({
    type: z.literal('start'),
    generation: generationSchema,
    protocolVersion: z.int(),
    /** The version of the application, as in `engine.info`. */
    version: z.string(),
  }),
  /** Serve the contract on the one port that comes beside this message. */
  z.strictObject({ type: z.literal('port'), generation: generationSchema }),
  /** The machine is about to sleep: time limits stand still until `machine-wakes`. */
  z.strictObject({ type: z.literal('machine-sleeps'), generation: generationSchema }),
  z.strictObject({ type: z.literal('machine-wakes'), generation: generationSchema }),
  /** Close the engine in good order, then exit with code 0. */
  z.strictObject({ type: z.literal('close'), generation: generationSchema }),
])
export type ToHostMessage = z.infer<typeof toHostMessageSchema>

/** From the engine's process to the main process. */
export const fromHostMessageSchema = z.discriminatedUnion('type', [
  /** The engine is open and takes ports. */
  z.strictObject({ type: z.literal('ready'), generation: generationSchema, protocolVersion: z.int() }),
  /** The engine cannot be opened, and trying again by itself would not help. The process waits to be ended. */
  z.strictObject({
    type: z.literal('failed'),
    generation: generationSchema,
    /** One of `errors.ts`. */
    code: z.string(),
    message: z.string(),
  }),
])
export type FromHostMessage = z.infer<typeof fromHostMessageSchema>
