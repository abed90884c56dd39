import { z } from 'zod'
import type { TaskType } from '../task-type.ts'

const parameters = z.strictObject({})

/** Puts each file into the recycle bin. */
export const trash: TaskType<typeof parameters> = {
  id: 'trash',
  version: 1,
  title: 'Recycle bin',
  description: 'Puts each file into the recycle bin of this computer, from which it can be brought back.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  resultColumns: [{ name: 'trashed_to', type: 'text' }],
  async load() {
    const { trashTask } = await import('./trash.ts')
    return trashTask
  },
}
