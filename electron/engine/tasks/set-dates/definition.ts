import { z } from 'zod'
import { momentForms } from '../../../../shared/model/moment.ts'
import type { TaskType } from '../task-type.ts'
import { namePattern, requireDate } from './dates.ts'

const parameters = z.strictObject({
  from: z.enum(['taken', 'name', 'fixed']).default('taken').meta({
    title: 'Date from',
    description: 'When a picture was taken, a date in the name of the file, or one date for all.',
  }),
  date: z
    .string()
    .max(100)
    .default('')
    .meta({ title: 'Date', description: `The date for all: ${momentForms}.` }),
  pattern: z.string().max(1_000).default(namePattern).meta({
    title: 'Pattern of the date in names',
    description:
      'A regular expression with the groups year, month and day, and perhaps hour, minute and second.',
  }),
})

/** Sets when files count as last changed. */
export const setDates: TaskType<typeof parameters> = {
  id: 'set-dates',
  version: 1,
  title: 'Set dates',
  description:
    'Sets when each file counts as last changed: to when it was taken, to the date in its name, or to one date for all. The content stays as it is.',
  parameters,
  appliesWhen: {
    date: [{ from: { isOneOf: ['fixed'] } }],
    pattern: [{ from: { isOneOf: ['name'] } }],
  },
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'old_modified', type: 'text' },
    { name: 'new_modified', type: 'text' },
  ],
  async check(given) {
    requireDate(given)
  },
  async load(given) {
    const { createSetDatesTask } = await import('./set-dates.ts')
    return createSetDatesTask(given)
  },
}
