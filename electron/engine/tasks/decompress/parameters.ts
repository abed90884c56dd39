import { z } from 'zod'
import { packFormats } from '../compression/format-names.ts'

/** In GiB: what an output may have at most unless something else is said. */
const usualLimit = 10

/** A terabyte in GiB, about. */
const largestLimit = 1_000_000

export const parameters = z.strictObject({
  format: z
    .enum(['auto', ...packFormats])
    .default('auto')
    .meta({
      title: 'Format',
      description:
        'Found out by itself: by the first bytes. Brotli has none that tell, so it is told by the extension .br.',
    }),
  largestOutput: z
    .number()
    .gt(0)
    .max(largestLimit)
    .default(usualLimit)
    .meta({ title: 'Largest output', description: 'In GiB. A file that would become larger fails.' }),
  largestRatio: z.number().min(1).max(1_000_000_000).default(1_000).meta({
    title: 'Largest ratio',
    description:
      'A file that would become more than so many times as large fails. Counts for outputs of more than 64 MiB.',
  }),
})
/** The parameters of `decompress`. */
export type DecompressParameters = z.output<typeof parameters>
