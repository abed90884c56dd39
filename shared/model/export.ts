import { z } from 'zod'

/** The columns that every run has; the task type's columns come after them. */
export const itemColumns = [
  'seq',
  'path',
  'status',
  'size',
  'modified_at',
  'started_at',
  'duration_ms',
  'worker',
  'error_code',
  'error_message',
  'path_hex',
] as const
export type ItemColumn = (typeof itemColumns)[number]

/** The columns that runs have which make files: where the output stands, and what was planned (`PlanAction`). */
export const outputColumns = ['output_path', 'output_action'] as const
export type OutputColumn = (typeof outputColumns)[number]

export const csvOptionsSchema = z.strictObject({
  /** Column names in the order wanted. Default: all but `path_hex`, with the task type's before the errors. */
  columns: z.array(z.string().max(200)).min(1).max(500).optional(),
  /** Begin with a UTF-8 byte-order mark, by which Excel knows UTF-8. */
  byteOrderMark: z.boolean().default(false),
  /** Put an apostrophe before text that a spreadsheet would run as a formula. */
  escapeFormulas: z.boolean().default(true),
})
export type CsvOptions = z.infer<typeof csvOptionsSchema>
