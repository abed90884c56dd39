import { z } from 'zod'
import type { AppliesWhen, TaskType } from '../task-type.ts'
import { createNameChange, requirePattern } from './name-change.ts'

const parameters = z.strictObject({
  find: z
    .string()
    .max(1_000)
    .default('')
    .meta({ title: 'Find', description: 'What is replaced in names, wherever it stands. Empty: nothing.' }),
  replace: z.string().max(1_000).default('').meta({
    title: 'Replace with',
    description:
      'What stands there instead. For a regular expression, $1 or $<name> is what a group has matched.',
  }),
  regularExpression: z
    .boolean()
    .default(false)
    .meta({ title: 'Regular expression', description: 'Takes what is to be found as a regular expression.' }),
  ignoreCase: z
    .boolean()
    .default(false)
    .meta({ title: 'Ignore letter case', description: 'Takes capitals and small letters for the same.' }),
  letterCase: z.enum(['keep', 'lower', 'upper', 'title']).default('keep').meta({
    title: 'Letter case',
    description: 'Writes all letters small, or large, or the first of each word large.',
  }),
  part: z.enum(['name', 'extension', 'both']).default('name').meta({
    title: 'In',
    description: 'What is changed: the name without its extension, the extension, or both.',
  }),
  countFrom: z
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(1)
    .meta({ title: 'Count from', description: 'What {n} in the output name begins with.' }),
  countBy: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1)
    .meta({ title: 'Count by', description: 'How much {n} grows from file to file.' }),
})

const whenSought: AppliesWhen<z.output<typeof parameters>> = [{ find: { isFilled: true } }]

/** Gives each file another name in its folder. */
export const rename: TaskType<typeof parameters> = {
  id: 'rename',
  version: 1,
  title: 'Rename',
  description:
    'Gives each file another name in its folder: by finding and replacing, by letter case, and by the output name of the job with counters and dates. Can be undone.',
  parameters,
  appliesWhen: {
    replace: whenSought,
    regularExpression: whenSought,
    ignoreCase: whenSought,
    part: [{ find: { isFilled: true } }, { letterCase: { isOneOf: ['lower', 'upper', 'title'] } }],
  },
  accepts: 'files',
  workers: 'threads',
  resultColumns: [{ name: 'new_path', type: 'text' }],
  output(given) {
    return {
      effect: 'moves',
      defaultName: '{/}',
      extension: (extension) => extension,
      place: { kind: 'beside' },
      baseName: createNameChange(given),
      counter: { first: given.countFrom, step: given.countBy },
    }
  },
  async check(given) {
    requirePattern(given)
  },
  async load() {
    const { newPathTask } = await import('../move/new-path.ts')
    return newPathTask
  },
}
