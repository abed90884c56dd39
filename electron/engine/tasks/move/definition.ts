import { z } from 'zod'
import type { TaskType } from '../task-type.ts'

const parameters = z.strictObject({})

/** Moves each file. */
export const move: TaskType<typeof parameters> = {
  id: 'move',
  version: 1,
  title: 'Move',
  description: 'Moves each file to where the outputs of the job go. Can be undone.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  resultColumns: [{ name: 'new_path', type: 'text' }],
  output: () => ({ effect: 'moves', defaultName: '{/}', extension: (extension) => extension }),
  async load() {
    const { newPathTask } = await import('./new-path.ts')
    return newPathTask
  },
}
