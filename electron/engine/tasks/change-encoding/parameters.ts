import { z } from 'zod'
import { encodingChoices, encodings } from '../encoding/encodings.ts'

export const parameters = z.strictObject({
  from: z
    .enum(encodingChoices)
    .default('auto')
    .meta({
      title: 'From',
      description:
        'How the files are encoded. Found out by itself: by a byte-order mark, else UTF-8 where all of the file is ' +
        'valid UTF-8, else guessed from how often which bytes occur. The result says what was found.',
    }),
  to: z.enum(encodings).default('utf-8').meta({ title: 'To', description: 'How the outputs are encoded.' }),
  byteOrderMark: z.enum(['usual', 'always', 'never']).default('usual').meta({
    title: 'Byte-order mark',
    description:
      'Whether outputs in Unicode begin with one. Usual is: none in UTF-8, one in UTF-16 and UTF-32.',
  }),
  unknownCharacters: z.enum(['fail', 'question-mark']).default('fail').meta({
    title: 'Characters that the new encoding does not have',
    description: 'The item fails, or a question mark takes the place of each.',
  }),
})
/** The parameters of `change-encoding`. */
export type ChangeEncodingParameters = z.output<typeof parameters>
