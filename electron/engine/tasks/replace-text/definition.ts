import { z } from 'zod'
import { EngineError } from '../../errors.ts'
import { encodingParameter } from '../encoding/encodings.ts'
import type { TaskType } from '../task-type.ts'
import { longestSearch, searchParameters } from '../text-search/search-parameters.ts'

const parameters = z.strictObject({
  ...searchParameters,
  replaceWith: z
    .string()
    .max(longestSearch)
    .refine((text) => text.isWellFormed(), 'text that is whole')
    .default('')
    .meta({
      title: 'Replace with',
      description:
        'What takes its place; nothing removes it. For a regular expression, $1 stands for its first group, ' +
        '$<name> for a group with a name, $& for all that was found and $$ for a dollar sign.',
    }),
  encoding: encodingParameter,
})
/** The parameters of `replace-text`. */
export type ReplaceTextParameters = z.output<typeof parameters>

/** Finds and replaces in text files. */
export const replaceText: TaskType<typeof parameters> = {
  id: 'replace-text',
  version: 1,
  title: 'Find and replace',
  description:
    'Replaces a text, or what a regular expression matches, in each file. All else stays byte for byte.',
  parameters,
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
