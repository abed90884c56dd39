import type { TaskType } from '../task-type.ts'
import { parameters } from './parameters.ts'

/** Compares files with checksums that were written down earlier. */
export const verify: TaskType<typeof parameters> = {
  id: 'verify',
  version: 1,
  title: 'Verify checksums',
  description:
    'Compares each file with a checksum that was written down earlier: in a list such as SHA256SUMS, or in a file beside it.',
  parameters,
  appliesWhen: { list: [{ mode: { isOneOf: ['list'] } }] },
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'algorithm', type: 'text' },
    { name: 'digest', type: 'text' },
    { name: 'compared_with', type: 'text' },
  ],
  async check(given) {
    const { checkVerify } = await import('./check.ts')
    checkVerify(given)
  },
  async load(given) {
    const { createVerifyTask } = await import('./verify.ts')
    return createVerifyTask(given)
  },
}
