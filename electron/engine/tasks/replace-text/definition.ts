import { EngineError } from '../../errors.ts'
import type { AppliesWhen, TaskType } from '../task-type.ts'
import { parameters, type ReplaceTextParameters } from './parameters.ts'

const whenExpression: AppliesWhen<ReplaceTextParameters> = [{ kind: { isOneOf: ['regular-expression'] } }]

/** Finds and replaces in text files. */
export const replaceText: TaskType<typeof parameters> = {
  id: 'replace-text',
  version: 1,
  title: 'Find and replace',
  description:
    'Replaces a text, or what a regular expression matches, in each file. All else stays byte for byte.',
  parameters,
  appliesWhen: { multiline: whenExpression, dotAll: whenExpression, unicode: whenExpression },
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'replacements', type: 'integer' },
    { name: 'encoding', type: 'text' },
  ],
  output: () => ({ effect: 'writes', defaultName: '{/}', extension: (extension) => extension }),
  async check(given) {
    if (given.find === '') {
      throw new EngineError(
        'INVALID_PARAMETERS',
        'The task "replace-text" needs to be told what to look for: the parameter "find" is empty.',
        { data: { task: 'replace-text', parameter: 'find' } },
      )
    }
    const { patternOf } = await import('../text-search/pattern.ts')
    patternOf('replace-text', given)
  },
  async load(given) {
    const { createReplaceTextTask } = await import('./replace-text.ts')
    return createReplaceTextTask(given)
  },
}
