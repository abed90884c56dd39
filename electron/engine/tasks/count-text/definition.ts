import type { AppliesWhen, TaskType } from '../task-type.ts'
import { parameters, type CountTextParameters } from './parameters.ts'

const whenSought: AppliesWhen<CountTextParameters> = [{ find: { isFilled: true } }]
const whenExpression: AppliesWhen<CountTextParameters> = [
  { find: { isFilled: true }, kind: { isOneOf: ['regular-expression'] } },
]

/** Counts what is in text files. */
export const countText: TaskType<typeof parameters> = {
  id: 'count-text',
  version: 1,
  title: 'Count lines and words',
  description: 'Counts lines, words, characters and bytes, as wc does, and how often something is found.',
  parameters,
  appliesWhen: {
    kind: whenSought,
    ignoreCase: whenSought,
    multiline: whenExpression,
    dotAll: whenExpression,
    unicode: whenExpression,
  },
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'lines', type: 'integer' },
    { name: 'words', type: 'integer' },
    { name: 'characters', type: 'integer' },
    { name: 'bytes', type: 'integer' },
    { name: 'matches', type: 'integer' },
    { name: 'encoding', type: 'text' },
  ],
  async check(given) {
    const { patternOf } = await import('../text-search/pattern.ts')
    patternOf('count-text', given)
  },
  async load(given) {
    const { createCountTextTask } = await import('./count-text.ts')
    return createCountTextTask(given)
  },
}
