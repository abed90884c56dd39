import { z } from 'zod'
import { encodingParameter } from '../encoding/encodings.ts'
import { searchParameters } from '../text-search/search-parameters.ts'

export const parameters = z.strictObject({
  ...searchParameters,
  find: searchParameters.find.meta({
    title: 'Count matches of',
    description: 'What else is counted: a text or a regular expression. Nothing for none.',
  }),
  encoding: encodingParameter,
})
/** The parameters of `count-text`. */
export type CountTextParameters = z.output<typeof parameters>
