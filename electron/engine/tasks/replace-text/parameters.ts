import { z } from 'zod'
import { encodingParameter } from '../encoding/encodings.ts'
import { longestSearch, searchParameters } from '../text-search/search-parameters.ts'

export const parameters = z.strictObject({
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
