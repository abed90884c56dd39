import { EngineError } from '../../errors.ts'
import type { TaskType } from '../task-type.ts'
import { parameters } from './parameters.ts'

/** Chooses, orders and renames columns of CSV files. */
export const pickColumns: TaskType<typeof parameters> = {
  id: 'pick-columns',
  version: 1,
  title: 'Pick columns',
  description: 'Keeps some columns of CSV files, in any order and under any names. Outputs are in UTF-8.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'rows', type: 'integer' },
    { name: 'columns', type: 'integer' },
  ],
  output: () => ({ effect: 'writes', defaultName: '{/}', extension: (extension) => extension }),
  async check(given) {
    const { namedColumns } = await import('../csv/column-list.ts')
    if (namedColumns('pick-columns', given.columns).length > 0) return
    throw new EngineError(
      'INVALID_PARAMETERS',
      'The task "pick-columns" needs to be told which columns to keep: the parameter "columns" is empty.',
      { data: { task: 'pick-columns', parameter: 'columns' } },
    )
  },
  async load(given) {
    const { createPickColumnsTask } = await import('./pick-columns.ts')
    return createPickColumnsTask(given)
  },
}
