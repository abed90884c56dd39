import { z } from 'zod'
import { csvParameters } from '../csv/csv-parameters.ts'
import { encodingChoices } from '../encoding/encodings.ts'
import { kinds } from './kinds.ts'

export const parameters = z.strictObject({
  kind: z
    .enum(['auto', ...kinds])
    .default('auto')
    .meta({
      title: 'Kind',
      description:
        'What the files are. Found out by itself: by their extension, such as .json, .ndjson, .tsv or .svg.',
    }),
  duplicateKeys: z.enum(['allow', 'fail']).default('allow').meta({
    title: 'Doubled keys in JSON',
    description: 'Whether an object may have the same key twice. Most programs would keep only the last.',
  }),
  delimiter: csvParameters.delimiter,
  encoding: z
    .enum(encodingChoices)
    .default('auto')
    .meta({
      title: 'Encoding',
      description:
        'How the files are encoded. Found out by itself: by a byte-order mark or the declaration of XML; else JSON ' +
        'and XML must be UTF-8, and CSV that is not is taken for Windows-1252.',
    }),
})
/** The parameters of `validate`. */
export type ValidateParameters = z.output<typeof parameters>
