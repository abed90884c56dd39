import { z } from 'zod'
import { placeholderHelp } from '../../../../shared/model/command-line-template.ts'
import type { TaskType } from '../task-type.ts'

const parameters = z.strictObject({
  command: z
    .string()
    .default('')
    .meta({
      title: 'Command',
      description:
        'The program and its arguments, run once for each file without a shell; quotes hold words together. ' +
        `Placeholders: ${placeholderHelp}. Without any, the path is added at the end. ` +
        'Braces that are meant as such are written twice: {{ }}.',
    }),
  acceptedExitCodes: z
    .string()
    .regex(/^\s*\d{1,10}\s*(?:,\s*\d{1,10}\s*)*$/u, 'exit codes, parted by commas, such as 0,1')
    .default('0')
    .meta({
      title: 'Accepted exit codes',
      description: 'Which exit codes mean that all went well, parted by commas.',
    }),
})

/** Runs a program for each item. */
export const command: TaskType<typeof parameters> = {
  id: 'command',
  version: 1,
  title: 'Command',
  description:
    'Runs a program of this computer for each file, with the rights of its user. Keeps its exit code and what it prints.',
  parameters,
  accepts: 'anything',
  workers: 'processes',
  resultColumns: [
    { name: 'exit_code', type: 'integer' },
    { name: 'output', type: 'text' },
  ],
  async check(given) {
    const { checkCommand } = await import('./check.ts')
    await checkCommand(given.command)
  },
  async load(given) {
    const { createCommandTask } = await import('./command.ts')
    return createCommandTask(given)
  },
}
