import type { TaskType } from '../task-type.ts'
import { parameters } from './parameters.ts'

/** Puts each file into a zip archive of its own. */
export const zip: TaskType<typeof parameters> = {
  id: 'zip',
  version: 1,
  title: 'Zip',
  description: 'Puts each file into a zip archive of its own. A folder as input is zipped entry by entry.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'size_before', type: 'integer' },
    { name: 'size_after', type: 'integer' },
  ],
  output: () => ({ effect: 'writes', defaultName: '{/}.{newext}', extension: () => 'zip' }),
  async load(given) {
    const { createZipTask } = await import('./zip.ts')
    return createZipTask(given)
  },
}
