import { z } from 'zod'
import { itemColumns } from '../../../../shared/model/export.ts'
import { resultColumnSchema } from '../../../../shared/model/result.ts'
import { mostColumns } from './limits.ts'

const reserved: ReadonlySet<string> = new Set(itemColumns)

const columnName = z
  .string()
  .regex(
    /^[\p{L}_][\p{L}\p{N}_ .-]{0,99}$/u,
    'a name begins with a letter and has letters, digits, _ . - and spaces',
  )
  .refine((name) => !reserved.has(name), { error: 'every run has a column of that name already' })

/** What a script says of its output files. */
const outputSchema = z.strictObject({
  /** Without its dot. Left out: that of the input. */
  extension: z
    .string()
    .regex(/^[^./\\\0]{1,50}$/u, 'an extension without its dot, such as txt')
    .optional(),
  /** A template of the name where the job has none. */
  name: z.string().min(1).max(4_096).optional(),
})

/** What a script has declared of itself, found out before its run began. */
export const declarationSchema = z.strictObject({
  /** Null where it named none: then what it returns stands in one column. */
  columns: z.array(resultColumnSchema).nullable(),
  output: outputSchema.nullable(),
})
export type Declaration = z.infer<typeof declarationSchema>

const exportedColumn = z.preprocess(
  (column) => (typeof column === 'string' ? { name: column } : column),
  resultColumnSchema.extend({ name: columnName, type: resultColumnSchema.shape.type.default('text') }),
)

/** `export const columns`: names, or names with types. */
const exportedColumns = z
  .array(exportedColumn)
  .min(1)
  .max(mostColumns)
  .refine((columns) => new Set(columns.map(({ name }) => name)).size === columns.length, {
    error: 'no two columns may have the same name',
  })

/** What a script's module may export beside its function, each of them optional. */
export const exportsSchema = z.object({
  columns: exportedColumns.optional(),
  output: outputSchema.optional(),
})
