import { z } from 'zod'
import { csvParameters, headerParameter, raggedRowsParameter } from '../csv/csv-parameters.ts'
import type { TaskType } from '../task-type.ts'

const parameters = z.strictObject({
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

/** Turns CSV into JSON Lines. */
export const csvToJsonl: TaskType<typeof parameters> = {
  id: 'csv-to-jsonl',
  version: 1,
  title: 'CSV to JSON Lines',
  description: 'Makes of each row of a CSV file a line with a JSON object, in UTF-8.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'rows', type: 'integer' },
    { name: 'columns', type: 'integer' },
    { name: 'encoding', type: 'text' },
  ],
  output: () => ({ effect: 'writes', defaultName: '{/.}.{newext}', extension: () => 'jsonl' }),
  async load(given) {
    const { createCsvToJsonlTask } = await import('./csv-to-jsonl.ts')
    return createCsvToJsonlTask(given)
  },
}
