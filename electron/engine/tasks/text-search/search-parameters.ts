import { z } from 'zod'

/** The longest text that can be looked for or put in its place, in characters. */
export const longestSearch = 10_000

/** The parameters that say what a task looks for in text. */
export const searchParameters = {
  find: z
    .string()
    .max(longestSearch)
    .refine((text) => text.isWellFormed(), 'text that is whole')
    .default('')
    .meta({ title: 'Find', description: 'What is looked for.' }),
  kind: z.enum(['literal', 'regular-expression']).default('literal').meta({
    title: 'Kind',
    description: 'Whether it is looked for as it stands, or is a regular expression as in JavaScript.',
  }),
  ignoreCase: z
    .boolean()
    .default(false)
    .meta({ title: 'Ignore case', description: 'Takes capital and small letters for the same.' }),
  multiline: z.boolean().default(true).meta({
    title: '^ and $ match at lines',
    description:
      'In a regular expression, ^ and $ mean the beginning and end of each line, not only those of the file.',
  }),
  dotAll: z
    .boolean()
    .default(false)
    .meta({ title: '. matches line ends', description: 'In a regular expression, . means line ends too.' }),
  unicode: z.boolean().default(true).meta({
    title: 'Unicode',
    description:
      'Reads a regular expression by characters and not by halves of them, with \\p{…} and strict about its form.',
  }),
}

/** What is looked for, and how. */
export interface Search {
  readonly find: string
  readonly kind: 'literal' | 'regular-expression'
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
  readonly unicode: boolean
}
