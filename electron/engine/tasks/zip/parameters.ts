import { z } from 'zod'
import { levels } from '../compression/format-names.ts'

export const parameters = z.strictObject({
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
