import { z } from 'zod'
import { delimiterNames } from '../csv/csv-parameters.ts'
import { encodingParameter } from '../encoding/encodings.ts'

export const parameters = z.strictObject({
  columns: z
    .string()
    .max(100_000)
    .default('')
    .meta({
      title: 'Columns',
      description:
        'Which keys become columns, in this order, parted by commas; one with a comma in quotation marks. Nothing: ' +
        'all that occur in the file, which is then read twice.',
    }),
  delimiter: z
    .enum(delimiterNames)
    .default('comma')
    .meta({ title: 'Delimiter', description: 'What stands between cells in the outputs.' }),
  byteOrderMark: z.boolean().default(false).meta({
    title: 'Byte-order mark',
    description: 'Begins outputs with the mark by which Excel knows that they are UTF-8.',
  }),
  escapeFormulas: z
    .boolean()
    .default(false)
    .meta({
      title: 'Escape formulas',
      description:
        'Puts an apostrophe before cells that begin with =, +, -, @ or the like, so that a spreadsheet does not ' +
        'compute them. This changes negative numbers too.',
    }),
  encoding: encodingParameter,
})
/** The parameters of `jsonl-to-csv`. */
export type JsonlToCsvParameters = z.output<typeof parameters>
