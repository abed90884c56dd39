import { encodings, isUnicode } from '../encoding/encodings.ts'
import type { TaskType } from '../task-type.ts'
import { parameters } from './parameters.ts'

/** Changes the encoding of text files. */
export const changeEncoding: TaskType<typeof parameters> = {
  id: 'change-encoding',
  version: 1,
  title: 'Change encoding',
  description: 'Writes text files anew in another encoding, such as UTF-8.',
  parameters,
  appliesWhen: {
    byteOrderMark: [{ to: { isOneOf: encodings.filter(isUnicode) } }],
    unknownCharacters: [{ to: { isOneOf: encodings.filter((encoding) => !isUnicode(encoding)) } }],
  },
  accepts: 'files',
  workers: 'threads',
  resultColumns: [
    { name: 'from', type: 'text' },
    { name: 'to', type: 'text' },
    { name: 'replaced_characters', type: 'integer' },
  ],
  output: () => ({ effect: 'writes', defaultName: '{/}', extension: (extension) => extension }),
  async load(given) {
    const { createChangeEncodingTask } = await import('./change-encoding.ts')
    return createChangeEncodingTask(given)
  },
}
