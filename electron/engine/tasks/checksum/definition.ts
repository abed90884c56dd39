import { z } from 'zod'
import type { TaskType } from '../task-type.ts'
import { checksumAlgorithms } from '../files/algorithms.ts'

const parameters = z.strictObject({
  algorithm: z
    .enum(checksumAlgorithms)
    .default('sha256')
    .meta({
      title: 'Algorithm',
      description:
        'SHA-256 suits nearly everything. MD5 and SHA-1 tell accidental changes but not deliberate ones. ' +
        'BLAKE2b has 512 bits, as b2sum prints them.',
    }),
})

/** Computes a checksum of each file's content. */
export const checksum: TaskType<typeof parameters> = {
  id: 'checksum',
  version: 1,
  title: 'Checksum',
  description: 'Computes a checksum of the content of each file, the same as sha256sum and its kin.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  tellsFile: true,
  resultColumns: [{ name: 'digest', type: 'text' }],
  async load({ algorithm }) {
    const { createChecksumTask } = await import('./checksum.ts')
    return createChecksumTask(algorithm)
  },
}
