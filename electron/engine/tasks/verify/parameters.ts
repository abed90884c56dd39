import { z } from 'zod'
import { checksumAlgorithms } from '../files/algorithms.ts'

export const parameters = z.strictObject({
  mode: z.enum(['list', 'sidecar']).default('list').meta({
    title: 'Compare with',
    description:
      'list: one file that lists the checksums of many. sidecar: for each file another one beside it, such as photo.jpg.sha256.',
  }),
  list: z.string().max(65_536).default('').meta({
    title: 'List',
    description:
      'The whole path of a list as sha256sum and its kin write it, with or without --tag. Its names start at its folder.',
    format: 'path',
  }),
  algorithm: z
    .enum(['auto', ...checksumAlgorithms])
    .default('auto')
    .meta({
      title: 'Algorithm',
      description:
        'auto: what the list says, or what the length of a checksum tells; of the two with 128 digits SHA-512, unless the name of the list says BLAKE2.',
    }),
})
export type VerifyParameters = z.output<typeof parameters>
