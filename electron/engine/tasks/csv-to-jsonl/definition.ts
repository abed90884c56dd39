import type { TaskType } from '../task-type.ts'
import { parameters } from './parameters.ts'

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
