import { z } from 'zod'
import { allPlaceholder, placeholderHelp } from '../../../../shared/model/command-line-template.ts'
import { shells } from '../../../../shared/model/shell-line.ts'
import type { AppliesWhen, TaskType } from '../task-type.ts'
import { argumentRoom, argumentWeight } from './argument-room.ts'
import { callOfGroup, readCommand } from './call.ts'
import { commandColumns, exitCodeColumn } from './columns.ts'
import { commandCode } from './code.ts'
import { valuesSchema, variableSchema } from './variables.ts'

const parameters = z.strictObject({
  command: z
    .string()
    .max(100_000)
    .default('')
    .meta({
      title: 'Command',
      description:
        'The program and its arguments, run once for each file (with {all} once for several) without a shell; quotes hold words together. ' +
        `Placeholders: ${placeholderHelp}. Without any, the path is added at the end. ` +
        'Braces that are meant as such are written twice: {{ }}.',
    }),
  shell: z
    .enum(['none', ...shells])
    .default('none')
    .meta({
      title: 'Shell',
      description:
        'Warning: with a shell the line is a program in its language: pipes, wildcards and variables work, and so do mistakes. File names are handed to it beside the line, so that nothing in them is run; write placeholders without quotes around them.',
    }),
  groupSize: z.int().min(1).max(10_000).default(50).meta({
    title: 'Group size',
    description:
      'For commands with {all}: how many files one call is given at most. Fewer where their names would be longer than the system accepts.',
  }),
  whenGroupFails: z.enum(['alone', 'fail']).default('alone').meta({
    title: 'When a group fails',
    description:
      'For commands with {all}. alone: each of its files is done again in a call of its own, so that only those fail that fail alone; files that were done already are done twice. fail: all files of the group fail, and none is done again.',
  }),
  acceptedExitCodes: z
    .string()
    .regex(/^\s*\d{1,10}\s*(?:,\s*\d{1,10}\s*)*$/u, 'exit codes, parted by commas, such as 0,1')
    .default('0')
    .meta({
      title: 'Accepted exit codes',
      description: 'Which exit codes mean that all went well, parted by commas.',
    }),
  input: z.enum(['nothing', 'path', 'content']).default('nothing').meta({
    title: 'Standard input',
    description:
      'What the program reads: nothing, the path of the file as a line, or the content of the file.',
  }),
  workingFolder: z.string().max(65_536).default('').meta({
    title: 'Working folder',
    description: 'Empty: that of Batchyard. {//}: the folder of each file. Otherwise a whole path.',
  }),
  environment: z.record(z.string().max(1_000), z.string().max(65_536)).default({}).meta({
    title: 'Environment',
    description: 'Variables that are set for the program, besides those of Batchyard.',
  }),
  variables: z.array(variableSchema).max(100).default([]).meta({
    title: 'Own placeholders',
    description: 'Placeholders of your own, each with a name, a type (text, number, boolean) and a default.',
  }),
  values: valuesSchema.default({}).meta({
    title: 'Values',
    description: 'What your own placeholders stand for, where it is not their default.',
  }),
  outputExtension: z
    .string()
    .regex(/^[^./\\\0]{0,50}$/u, 'an extension without its dot, such as jpg')
    .default('')
    .meta({
      title: 'Extension of the output',
      description:
        'For commands with {output}: the extension of what they make, without its dot. Empty: that of the file.',
    }),
  results: z.enum(['output', 'pattern', 'json']).default('output').meta({
    title: 'Results',
    description:
      'What becomes result columns: the output as text, what a pattern finds in its lines, or the JSON object in its last line.',
  }),
  pattern: z.string().max(10_000).default('').meta({
    title: 'Pattern',
    description:
      'A regular expression that is held against each line of the output. Each named group, such as (?<width>\\d+), is a column: its first match.',
  }),
  columns: z.string().max(10_000).default('').meta({
    title: 'Columns',
    description:
      'For JSON, the columns to be taken from it, such as: width:integer, height:integer, name. For a pattern, types of its groups.',
  }),
})

const withSeveral: AppliesWhen<z.output<typeof parameters>> = [{ command: { contains: allPlaceholder } }]

/** Runs a program for each item. */
export const command: TaskType<typeof parameters> = {
  id: 'command',
  version: 1,
  title: 'Command',
  description:
    'Runs a program of this computer for each file, with the rights of its user. Keeps its exit code and what it prints.',
  parameters,
  appliesWhen: {
    groupSize: withSeveral,
    whenGroupFails: withSeveral,
    values: [{ variables: { isFilled: true } }],
    outputExtension: [{ command: { contains: '{output}' } }],
    pattern: [{ results: { isOneOf: ['pattern'] } }],
    columns: [{ results: { isOneOf: ['pattern', 'json'] } }],
  },
  accepts: 'anything',
  workers: 'processes',
  resultColumns: [exitCodeColumn, { name: 'output', type: 'text' }],
  columnsFor: commandColumns,
  output(given) {
    if (!readCommand(given).hasOutput) return null
    const { outputExtension } = given
    return {
      effect: 'writes',
      defaultName: '{/.}.{newext}',
      extension: (ofInput) => (outputExtension === '' ? ofInput : outputExtension),
    }
  },
  groups(given) {
    const { takesAll } = readCommand(given)
    if (!takesAll) return null
    const { groupSize, whenGroupFails, environment } = given
    const bare = callOfGroup(given, [])
    return {
      size: groupSize,
      whenFailed: whenGroupFails,
      room: argumentRoom(bare.words, { ...environment, ...bare.environment }),
      weightOf: argumentWeight,
      wordsOf: (paths) => callOfGroup(given, paths).words,
    }
  },
  code: commandCode,
  async check(given) {
    const { checkCommand } = await import('./check.ts')
    await checkCommand(given)
  },
  async load(given) {
    const { createCommandTask } = await import('./command.ts')
    return createCommandTask(given)
  },
  async loadGroups(given) {
    const { createGroupTask } = await import('./command.ts')
    return createGroupTask(given)
  },
}
