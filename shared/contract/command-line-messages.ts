import { z } from 'zod'

/**
 * What the main process says to the process in which a packaged Batchyard does the work of the command line.
 * Its end and its exit code are the answer; what it prints goes straight to the terminal.
 */
export const toCommandLineSchema = z.discriminatedUnion('type', [
  /** The first message. */
  z.strictObject({
    type: z.literal('run'),
    /** The words after the program's name. */
    words: z.array(z.string()),
    /** All arguments of the program as the system has them, with a NUL after each, where decoding lost bytes. */
    commandLine: z.instanceof(Uint8Array).nullable(),
    /** The version of the application. */
    version: z.string(),
  }),
  /** Something came through standard input. */
  z.strictObject({ type: z.literal('input'), bytes: z.instanceof(Uint8Array) }),
  z.strictObject({ type: z.literal('input-over') }),
])
export type ToCommandLine = z.infer<typeof toCommandLineSchema>
