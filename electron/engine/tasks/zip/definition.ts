import { z } from 'zod'
import { levels } from '../compression/format-names.ts'
import type { TaskType } from '../task-type.ts'

const parameters = z.strictObject({
  level: z
    .enum(levels)
    .default('normal')
    .meta({ title: 'Level', description: 'How much time is spent on making files small: level 1, 6 or 9.' }),
  dates: z
    .enum(['keep', 'fixed'])
    .default('keep')
    .meta({
      title: 'Dates',
      description:
        'Keeps date and permissions of each file in its archive, or writes the same for all, so that the same content ' +
        'under the same name always gives the same archive.',
    }),
})
/** The parameters of `zip`. */
export type ZipParameters = z.output<typeof parameters>

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
