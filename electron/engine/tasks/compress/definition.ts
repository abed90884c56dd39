import { z } from 'zod'
import { levels, packExtensions, packFormats } from '../compression/format-names.ts'
import type { TaskType } from '../task-type.ts'

const parameters = z.strictObject({
  format: z
    .enum(packFormats)
    .default('gzip')
    .meta({
      title: 'Format',
      description:
        'gzip can be read nearly everywhere; Zstandard is faster and smaller; Brotli is smallest for text, and what ' +
        'browsers are sent.',
    }),
  level: z.enum(levels).default('normal').meta({
    title: 'Level',
    description:
      'How much time is spent on making files small. gzip: 1, 6 or 9; Brotli: 1, 6 or 11; Zstandard: 1, 3 or 19.',
  }),
})

/** Compresses each file. */
export const compress: TaskType<typeof parameters> = {
  id: 'compress',
  version: 1,
  title: 'Compress',
  description: 'Compresses each file with gzip, Brotli or Zstandard. The original stays.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'size_before', type: 'integer' },
    { name: 'size_after', type: 'integer' },
  ],
  output: ({ format }) => ({
    effect: 'writes',
    defaultName: '{/}.{newext}',
    extension: () => packExtensions[format],
  }),
  async load({ format, level }) {
    const { createCompressTask } = await import('./compress.ts')
    return createCompressTask(format, level)
  },
}
