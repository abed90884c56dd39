import type { TaskType } from '../task-type.ts'
import { parameters } from './parameters.ts'

/** Turns JSON Lines into CSV. */
export const jsonlToCsv: TaskType<typeof parameters> = {
  id: 'jsonl-to-csv',
  version: 1,
  title: 'JSON Lines to CSV',
  description:
    'Makes of each line with a JSON object a row of a CSV file, in UTF-8, below a header with all keys.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'rows', type: 'integer' },
    { name: 'columns', type: 'integer' },
  ],
  output: () => ({ effect: 'writes', defaultName: '{/.}.{newext}', extension: () => 'csv' }),
  async check(given) {
    const { namedColumns } = await import('../csv/column-list.ts')
    namedColumns('jsonl-to-csv', given.columns)
  },
  async load(given) {
    const { createJsonlToCsvTask } = await import('./jsonl-to-csv.ts')
    return createJsonlToCsvTask(given)
  },
}
