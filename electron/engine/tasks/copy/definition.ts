import { z } from 'zod'
import type { TaskType } from '../task-type.ts'

const parameters = z.strictObject({})

/** Copies each file. */
export const copy: TaskType<typeof parameters> = {
  id: 'copy',
  version: 1,
  title: 'Copy',
  description: 'Copies each file, byte for byte, to where the outputs of the job go.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  resultColumns: [{ name: 'bytes', type: 'integer' }],
  output: () => ({ effect: 'writes', defaultName: '{/}', extension: (extension) => extension }),
  async load() {
    const { copyTask } = await import('./copy.ts')
    return copyTask
  },
}
