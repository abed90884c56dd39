import { z } from 'zod'

/** A test file whose runner process was ended by a signal. */
export interface Crash {
  /** Its whole path. */
  readonly file: string
  readonly signal: string
}

/**
 * The signals by which the runtime ends itself when it meets a defect of its own. `SIGABRT` is none of them: by
 * that it ends when memory is exhausted, which is the doing of what it runs.
 */
const signalsOfTheRuntime = '(SIGTRAP|SIGSEGV|SIGILL|SIGBUS)'

/** How vitest words it. */
const crashPattern = new RegExp(
  `exited unexpectedly with signal ${signalsOfTheRuntime} .* while running test file (.+)$`,
  'u',
)

const crashErrorSchema = z.object({ cause: z.object({ message: z.string() }) })

/** The crashes among the errors outside of tests that vitest tells of; `others` counts what is none. */
export function findCrashes(errors: readonly unknown[]): {
  readonly crashes: Crash[]
  readonly others: number
} {
  const crashes: Crash[] = []
  for (const error of errors) {
    const { data } = crashErrorSchema.safeParse(error)
    const [, signal, file] = data?.cause.message.match(crashPattern) ?? []
    if (signal !== undefined && file !== undefined) {
      crashes.push({ file, signal })
    }
  }
  return { crashes, others: errors.length - crashes.length }
}

/** The environment variable that tells `crash-reporter.ts` where to write. */
export const crashReportVariable = 'BATCHYARD_CRASH_REPORT'

/** What `crash-reporter.ts` writes. */
export const crashReportSchema = z.object({
  crashes: z.array(z.object({ file: z.string(), signal: z.string() })),
  others: z.int(),
})
