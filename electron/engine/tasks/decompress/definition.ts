import type { TaskType } from '../task-type.ts'
import { parameters } from './parameters.ts'

/** Decompresses each file. */
export const decompress: TaskType<typeof parameters> = {
  id: 'decompress',
  version: 1,
  title: 'Decompress',
  description: 'Decompresses gzip, Brotli and Zstandard files, with limits against decompression bombs.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'format', type: 'text' },
    { name: 'size_before', type: 'integer' },
    { name: 'size_after', type: 'integer' },
  ],
  // `{/.}` takes away what says that the file is compressed: there is no extension of the task's own.
  output: () => ({ effect: 'writes', defaultName: '{/.}', extension: () => '' }),
  async load(given) {
    const { createDecompressTask } = await import('./decompress.ts')
    return createDecompressTask(given)
  },
}
