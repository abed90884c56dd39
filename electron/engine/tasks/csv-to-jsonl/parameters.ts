import { z } from 'zod'
import { csvParameters, headerParameter, raggedRowsParameter } from '../csv/csv-parameters.ts'

export const parameters = z.strictObject({
  ...csvParameters,
  header: headerParameter,
  raggedRows: raggedRowsParameter,
  values: z
    .enum(['text', 'typed'])
    .default('text')
    .meta({
      title: 'Values',
      description:
        'Text keeps each cell as it stands. Typed makes numbers, true and false of cells that mean the same as text, ' +
        'and null of empty ones; 007 and 1.50 stay text.',
    }),
})
/** The parameters of `csv-to-jsonl`. */
export type CsvToJsonlParameters = z.output<typeof parameters>
