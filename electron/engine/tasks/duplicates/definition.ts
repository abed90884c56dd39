import { z } from 'zod'
import type { TaskType } from '../task-type.ts'

const parameters = z.strictObject({})

/** Computes what duplicates are told by. Which files are the same is asked of the run: `runs.groups`. */
export const duplicates: TaskType<typeof parameters> = {
  id: 'duplicates',
  version: 1,
  title: 'Find duplicates',
  description:
    'Finds files with the same content, whatever their names. The groups are shown with the results; no file is changed.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'digest', type: 'text' },
    { name: 'size', type: 'integer' },
    { name: 'inode', type: 'text' },
    { name: 'links', type: 'integer' },
  ],
  async load() {
    const { createDuplicatesTask } = await import('./duplicates.ts')
    return createDuplicatesTask()
  },
}
