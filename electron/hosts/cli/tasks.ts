import { Command, Help } from 'commander'
import type { ResultColumn } from '../../../shared/model/result.ts'
import type { AppliesWhen, Condition } from '../../../shared/model/task-type.ts'
import { describeParameters, type ParameterDescription } from '../../engine/tasks/parameters.ts'
import { describeTaskType, findTaskType, taskTypes } from '../../engine/tasks/registry.ts'
import type { TaskType } from '../../engine/tasks/task-type.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { print } from './output.ts'

/** The options of `tasks` as commander hands them over. */
export interface RawTasksOptions {
  readonly json?: true
}

/** The command's options and help. */
export function describeTasksCommand(): Command {
  return new Command('tasks')
    .description('List the tasks that there are, or tell the parameters and result columns of one.')
    .argument('[task]', 'the name of a task, for example checksum')
    .option('--json', 'print the tasks as a JSON array, with a JSON Schema of the parameters of each')
    .addHelpText(
      'after',
      `
Examples:
  batchyard tasks
  batchyard tasks convert-image`,
    )
}

/**
 * `batchyard tasks`.
 * @throws EngineError UNKNOWN_TASK
 */
export async function listTasks(name: string | undefined, raw: RawTasksOptions): Promise<ExitCode> {
  const type = name === undefined ? null : findTaskType(name)
  if (raw.json === true) {
    const types = type === null ? taskTypes : [type]
    await print(`${JSON.stringify(types.map(describeTaskType))}\n`)
  } else {
    await print(`${(type === null ? listLines() : taskLines(type)).join('\n')}\n`)
  }
  return exitCodes.succeeded
}

function listLines(): string[] {
  return [
    ...wrappedItems(taskTypes.map(({ id, description }) => [id, description])),
    '',
    'batchyard tasks <task> tells the parameters of one.',
  ]
}

function taskLines(type: TaskType): string[] {
  const { id, title, description, resultColumns } = type
  const parameters = describeParameters(type)
  const { appliesWhen } = describeTaskType(type)
  return [
    `${id}: ${title}`,
    helpOfWidth().boxWrap(description, terminalWidth()),
    '',
    'Parameters, each as --param name=value:',
    ...(parameters.length === 0
      ? ['  none']
      : wrappedItems(parameters.map((each) => parameterItem(each, appliesWhen[each.name])))),
    '',
    'Result columns:',
    ...columnLines(resultColumns, type.columnsFor !== undefined),
  ]
}

function parameterItem(parameter: ParameterDescription, appliesWhen: AppliesWhen | undefined): Item {
  const { name, title, description, expected } = parameter
  const kind = expected ?? 'a text'
  const standard = parameter.default === undefined ? 'needed' : `default: ${shown(parameter.default)}`
  const effect = appliesWhen === undefined ? '' : `Has an effect only if ${whenText(appliesWhen)}.`
  const sentences = [`${title}.`, description, `${capitalised(kind)} (${standard}).`, effect]
  return [name, sentences.filter(Boolean).join(' ')]
}

/** With which values of others a parameter has an effect: `format is webp or avif and lossless is false`. */
function whenText(appliesWhen: AppliesWhen): string {
  return appliesWhen
    .map((conditions) =>
      Object.entries(conditions)
        .map(([name, condition]) => conditionText(name, condition))
        .join(' and '),
    )
    .join(', or if ')
}

function conditionText(name: string, condition: Condition): string {
  if ('isOneOf' in condition) return `${name} is ${condition.isOneOf.map(shown).join(' or ')}`
  return 'contains' in condition ? `${name} contains ${condition.contains}` : `${name} is not empty`
}

function shown(value: NonNullable<ParameterDescription['default']> | null): string {
  if (value === '') return 'empty'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function columnLines(columns: readonly ResultColumn[], areItsOwn: boolean): string[] {
  if (areItsOwn) return ['  what its parameters say']
  if (columns.length === 0) return ['  none but those that every result has']
  return wrappedItems(columns.map(({ name, type }) => [name, type]))
}

/** A name and what is to be said of it. */
type Item = readonly [name: string, text: string]

/** Names side by side with their texts, which are broken as wide as the terminal is, as those of options are. */
function wrappedItems(items: readonly Item[]): string[] {
  const help = helpOfWidth()
  const width = Math.max(...items.map(([name]) => name.length))
  return items.map(([name, text]) => help.formatItem(name, width, text, help))
}

function helpOfWidth(): Help {
  const help = new Help()
  help.prepareContext({ helpWidth: terminalWidth() })
  return help
}

function terminalWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : 80
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
