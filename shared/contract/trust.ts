import { oc } from '@orpc/contract'
import { z } from 'zod'
import { jobSchema } from '../model/job.ts'

/** The hash of a task's code: SHA-256, hexadecimal. */
export const codeHashSchema = z.string().regex(/^[0-9a-f]{64}$/u, 'a SHA-256 hash, 64 hexadecimal digits')

const taskCodeSchema = z.strictObject({
  /** What would run, whole, for a person to read. What is invisible is visible in it (`visible-code.ts`). */
  text: z.string(),
  /** Of the code and nothing else: any change of what would run gives another one. */
  hash: codeHashSchema,
  /** Whether it came from somebody else, as far as is known. */
  isForeign: z.boolean(),
  /** Whether it was accepted. What is foreign and not accepted is not run. */
  isAccepted: z.boolean(),
})
export type ShownCode = z.infer<typeof taskCodeSchema>

/** Code that came from somebody else: it is run once its whole text was shown and accepted. */
export const trust = {
  /**
   * The command or script that a job holds; null for a job without one. Runs nothing of it. The text of a script's file
   * is that of now; what a run then runs is what it reads at its start, and is checked again.
   */
  codeOf: oc.input(jobSchema.pick({ task: true, origin: true })).output(taskCodeSchema.nullable()),
  /** Accepts code by the hash under which it was shown: in every job that holds exactly it, from now on. */
  accept: oc
    .input(z.strictObject({ hash: codeHashSchema }))
    .output(z.strictObject({ accepted: z.literal(true) })),
}
