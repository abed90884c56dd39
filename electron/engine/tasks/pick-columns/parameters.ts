import { z } from 'zod'
import { csvParameters, delimiterNames, headerParameter, raggedRowsParameter } from '../csv/csv-parameters.ts'

export const parameters = z.strictObject({
  columns: z
    .string()
    .max(100_000)
    .default('')
    .meta({
      title: 'Columns',
      description:
        'Which columns are kept, in this order, parted by commas: names of the header, or places from 1. ' +
        'Another name is given with =>, as in: id, 3, price => amount. A name with a comma stands in quotation marks.',
    }),
  ...csvParameters,
  header: headerParameter,
  raggedRows: raggedRowsParameter,
  outputDelimiter: z
    .enum(['same', ...delimiterNames])
    .default('same')
    .meta({ title: 'Delimiter of outputs', description: 'What stands between cells in the outputs.' }),
})
/** The parameters of `pick-columns`. */
export type PickColumnsParameters = z.output<typeof parameters>
