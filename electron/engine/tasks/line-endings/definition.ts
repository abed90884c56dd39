import { z } from 'zod'
import { encodingParameter } from '../encoding/encodings.ts'
import type { TaskType } from '../task-type.ts'

const parameters = z.strictObject({
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

/** Gives text files one kind of line endings. */
export const lineEndings: TaskType<typeof parameters> = {
  id: 'line-endings',
  version: 1,
  title: 'Line endings',
  description: 'Gives text files one kind of line endings. All else stays byte for byte.',
  parameters,
  accepts: 'files',
  workers: 'threads',
  // How many of each kind there were.
  resultColumns: [
    { name: 'lf', type: 'integer' },
    { name: 'crlf', type: 'integer' },
    { name: 'cr', type: 'integer' },
  ],
  output: () => ({ effect: 'writes', defaultName: '{/}', extension: (extension) => extension }),
  async load(given) {
    const { createLineEndingsTask } = await import('./line-endings.ts')
    return createLineEndingsTask(given)
  },
}
