import type { TaskType } from '../task-type.ts'
import { parameters } from './parameters.ts'

/** Checks whether files are well-formed. A file that is not is a failed item: that is what can be filtered by. */
export const validate: TaskType<typeof parameters> = {
  id: 'validate',
  version: 1,
  title: 'Check JSON, CSV and XML',
  description:
    'Checks whether files are well-formed. One that is not fails, with the line and column of its first fault.',
  parameters,
  appliesWhen: {
    duplicateKeys: [{ kind: { isOneOf: ['auto', 'json', 'jsonl'] } }],
    delimiter: [{ kind: { isOneOf: ['auto', 'csv'] } }],
  },
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'kind', type: 'text' },
    { name: 'encoding', type: 'text' },
    // Values of JSON Lines, rows of CSV without the first, elements of XML. Null for JSON.
    { name: 'records', type: 'integer' },
  ],
  async load(given) {
    const { createValidateTask } = await import('./validate.ts')
    return createValidateTask(given)
  },
}
