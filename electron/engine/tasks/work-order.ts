import { z } from 'zod'
import { outputOrderSchema } from '../outputs/output-order.ts'

/** What a worker is given of a task: the `parameters` of the pool's task reference. */
export const workOrderSchema = z.strictObject({
  /** The task's parameters. */
  parameters: z.unknown(),
  /** The folders that the items were found below, as the inputs name them. */
  roots: z.array(z.string()).default([]),
  /** Null for a task that makes no files. */
  output: outputOrderSchema.nullable(),
})
/** As it is sent: what has a default may be left out. */
export type WorkOrder = z.input<typeof workOrderSchema>
