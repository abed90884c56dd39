import type { TaskType } from '../task-type.ts'
import { parameters } from './parameters.ts'

/** Puts each file into a zip archive of its own. */
export const zip: TaskType<typeof parameters> = {
  id: 'zip',
  version: 2,
  title: 'Zip',
  description:
    'Puts each file into a zip archive of its own; where folders are taken as a whole, each folder with all that is in it.',
  parameters,
  accepts: 'folders',
  workers: 'threads',
  resultColumns: [
    { name: 'size_before', type: 'integer' },
    { name: 'size_after', type: 'integer' },
    { name: 'entries', type: 'integer' },
  ],
  output: () => ({ effect: 'writes', defaultName: '{/}.{newext}', extension: () => 'zip' }),
  async load(given) {
    const { createZipTask } = await import('./zip.ts')
    return createZipTask(given)
  },
}
