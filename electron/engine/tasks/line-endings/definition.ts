import type { TaskType } from '../task-type.ts'
import { parameters } from './parameters.ts'

/** Gives text files one kind of line endings. */
export const lineEndings: TaskType<typeof parameters> = {
  id: 'line-endings',
  version: 1,
  title: 'Line endings',
  description: 'Gives text files one kind of line endings. All else stays byte for byte.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  // How many of each kind there were.
  resultColumns: [
    { name: 'lf', type: 'integer' },
    { name: 'crlf', type: 'integer' },
    { name: 'cr', type: 'integer' },
  ],
  output: () => ({ effect: 'writes', defaultName: '{/}', extension: (extension) => extension }),
  async load(given) {
    const { createLineEndingsTask } = await import('./line-endings.ts')
    return createLineEndingsTask(given)
  },
}
