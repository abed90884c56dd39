import { z } from 'zod'
import { runIdSchema } from '../../../shared/model/run-id.ts'

/** What the workers of a run need to know of its outputs as a whole. */
export const outputOrderSchema = z.strictObject({
  runId: runIdSchema,
  /** A folder of this run alone, an absolute path, where workers write down what they make (`journal.ts`). */
  journal: z.string().min(1),
  /** Gives outputs the times of their inputs. */
  keepDates: z.boolean(),
  /** Gives outputs the permissions of their inputs. */
  keepPermissions: z.boolean(),
})
export type OutputOrder = z.infer<typeof outputOrderSchema>
