import { z } from 'zod'
import { outputOrderSchema } from '../outputs/output-order.ts'

/** What a worker is given of a task: the `parameters` of the pool's task reference. */
export const workOrderSchema = z.strictObject({
  /** The task's parameters. */
  parameters: z.unknown(),
  /** Null for a task that makes no files. */
  output: outputOrderSchema.nullable(),
})
export type WorkOrder = z.infer<typeof workOrderSchema>
