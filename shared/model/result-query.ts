import { z } from 'zod'
import { itemColumns } from './export.ts'

/** The columns that results of every run can be ordered by, named as in exports. */
export const orderColumns = [
  ...itemColumns.filter((name) => name !== 'path_hex'),
  'position',
  'attempt',
] as const
export type OrderColumn = (typeof orderColumns)[number]

/**
 * In which order results are wanted: by one of `orderColumns` or by a result column of the task type. What
 * has no value in it comes last, whichever the direction; what is equal stays in result order.
 */
export const resultSortSchema = z.strictObject({
  column: z.string().min(1).max(200),
  descending: z.boolean().default(false),
})
export type ResultSort = z.infer<typeof resultSortSchema>

/** The longest text that is searched for. */
export const longestSearch = 1_000
