import { z } from 'zod'
import type { TaskType } from '../task-type.ts'

/** An hour, in seconds: who wants to wait longer does not try things out. */
const longestWait = 3_600

const seconds = z.number().min(0).max(longestWait)

const parameters = z.strictObject({
  shortest: seconds
    .default(0.1)
    .meta({ title: 'Shortest wait', description: 'Seconds that an item waits at least.' }),
  longest: seconds
    .default(1)
    .meta({ title: 'Longest wait', description: 'Seconds that an item waits at most.' }),
})

/** Waits. For getting to know runs, and for trying out what they do. */
export const wait: TaskType<typeof parameters> = {
  id: 'wait',
  version: 1,
  title: 'Wait',
  description: 'Waits for a random time and tells how long. Touches no file: for trying things out.',
  parameters,
  accepts: 'anything',
  workers: 'threads',
  resultColumns: [{ name: 'seconds', type: 'number' }],
  async load({ shortest, longest }) {
    const { createWaitTask } = await import('./wait.ts')
    return createWaitTask(shortest, longest)
  },
}
