import { z } from 'zod'
import { encodingParameter } from '../encoding/encodings.ts'

export const parameters = z.strictObject({
  to: z.enum(['lf', 'crlf', 'cr']).default('lf').meta({
    title: 'Line endings',
    description: 'LF is usual on Linux and macOS, CRLF on Windows; CR was on the first Macintoshes.',
  }),
  encoding: encodingParameter,
  binary: z.boolean().default(false).meta({
    title: 'Binary files too',
    description:
      'Works on files that do not look like text, too: on those with NUL bytes. That destroys most of them.',
  }),
})
/** The parameters of `line-endings`. */
export type LineEndingsParameters = z.output<typeof parameters>
