import { EngineError } from '../../errors.ts'
import type { TaskCode } from '../task-type.ts'
import { readCommand, takesAll, type CallParameters } from './call.ts'

/** The parameters that have a part in what runs. */
export interface CodeParameters extends CallParameters {
  readonly input: string
  readonly workingFolder: string
  readonly environment: Readonly<Record<string, string>>
  readonly outputExtension: string
  readonly groupSize: number
}

/** What a command runs, for somebody who must decide whether it may. */
export function commandCode(given: CodeParameters): TaskCode {
  const { command, shell, input, workingFolder, environment, variables, values, outputExtension } = given
  // Without {all} it has no part in what runs.
  const group = takesAll(given) ? { groupSize: given.groupSize } : {}
  const variablesText = Object.entries(environment).map(([name, value]) => `  ${name}=${value}`)
  const ownText = variables.map(
    ({ name, default: standard }) => `  {${name}} = ${String(values[name] ?? standard)}`,
  )
  const text = [
    'Command line:',
    command,
    '',
    `Shell: ${shell}`,
    ...(workingFolder === '' ? [] : [`Working folder: ${workingFolder}`]),
    ...(input === 'nothing' ? [] : [`Standard input: ${input} of the file`]),
    ...(outputExtension === '' ? [] : [`Extension of the output: ${outputExtension}`]),
    ...(variablesText.length === 0 ? [] : ['Environment:', ...variablesText]),
    ...(ownText.length === 0 ? [] : ['Placeholders:', ...ownText]),
    group.groupSize === undefined
      ? 'Words, for each file:'
      : `Words, for up to ${group.groupSize} files at once:`,
    ...wordsOf(given).map((word, index) => `  ${index + 1}  ${word}`),
  ].join('\n')
  return {
    text,
    parameters: {
      ...{ command, shell, input, workingFolder, environment, variables, values, outputExtension },
      ...group,
    },
  }
}

function wordsOf(given: CallParameters): readonly string[] {
  try {
    return readCommand(given).shown
  } catch (error) {
    if (error instanceof EngineError) return [`none: ${error.message}`]
    throw error
  }
}
