import {
  allPlaceholder,
  fillTemplate,
  parseCommandTemplate,
  usesAll,
  usesOutput,
  valueOf,
  type TemplateItem,
} from '../../../../shared/model/command-line-template.ts'
import type { PathText } from '../../../../shared/model/path-text.ts'
import {
  parseShellLine,
  unfitForShell,
  valueVariable,
  type Shell,
} from '../../../../shared/model/shell-line.ts'
import { EngineError } from '../../errors.ts'
import { variableValues, type Variables } from './variables.ts'

/** The parameters that say what is called. */
export interface CallParameters extends Variables {
  readonly command: string
  readonly shell: 'none' | Shell
}

/** How a program is called for one item. */
export interface Call {
  readonly words: readonly PathText[]
  /** Besides the environment that every item has. */
  readonly environment: Readonly<Record<string, string>>
}

/** A command, read: how it is called for each item. */
export interface CommandCall {
  /** The program, as far as it is the same for every item. */
  readonly program: string | null
  readonly hasOutput: boolean
  /** Whether several files are handed to one call ({all}). */
  readonly takesAll: boolean
  /** As it is for every item, with its placeholders: for people. */
  readonly shown: readonly string[]
  /** @throws UnfitValue where a shell could not be handed a value */
  callFor(item: TemplateItem, separators: string): Call
}

/** A value that the shell cannot be handed. The message is the rest of a sentence that begins with the value. */
export class UnfitValue extends Error {
  override readonly name = 'UnfitValue'
}

/**
 * The command, read.
 * @throws EngineError INVALID_PARAMETERS
 */
export function readCommand(parameters: CallParameters): CommandCall {
  const { command, shell } = parameters
  if (command.includes('\0')) throw invalidCommand('The command line holds a NUL character. Take it out.')
  const values = variableValues(parameters)
  return shell === 'none' ? directCall(command, values) : shellCall(command, shell, values)
}

function directCall(command: string, values: Readonly<Record<string, string>>): CommandCall {
  const template = parseCommandTemplate(command, Object.keys(values))
  if (!template.ok) throw invalidCommand(`The command line ${template.message}.`)
  const { program, words } = template.value
  return {
    program,
    hasOutput: usesOutput(words.flat()),
    takesAll: usesAll(words.flat()),
    shown: words.map((pieces) =>
      pieces.map((piece) => (piece.kind === 'text' ? piece.text : piece.name)).join(''),
    ),
    callFor: (item, separators) => ({
      words: fillTemplate(template.value, item, values, separators),
      environment: {},
    }),
  }
}

/** How a shell is called with a line: the words before those of the values. */
const shellWords: Readonly<Record<Shell, (script: string) => string[]>> = {
  sh: (script) => ['sh', '-c', script, 'sh'],
  bash: (script) => ['bash', '-c', script, 'bash'],
  powershell: (script) => [
    process.platform === 'win32' ? 'powershell' : 'pwsh',
    ...[
      '-NoProfile',
      '-NonInteractive',
      '-EncodedCommand',
      Buffer.from(script, 'utf16le').toString('base64'),
    ],
  ],
  cmd: (script) => ['cmd', '/D', '/V:ON', '/S', '/C', `"${script}"`],
}

function shellCall(command: string, shell: Shell, values: Readonly<Record<string, string>>): CommandCall {
  const read = parseShellLine(command, shell, Object.keys(values))
  if (!read.ok) throw invalidCommand(`The command line ${read.message}.`)
  const { script, handedOver, values: pieces, takesAll } = read.value
  const names = pieces.map((piece) => (piece.kind === 'text' ? piece.text : piece.name))
  const words = shellWords[shell](script)
  return {
    program: words[0] ?? null,
    hasOutput: usesOutput(pieces),
    takesAll,
    shown:
      handedOver === 'arguments'
        ? [...words, ...names]
        : [
            ...words,
            ...(takesAll ? [allPlaceholder] : []),
            ...names.map((name, index) => `${valueVariable(index + 1)}=${name}`),
          ],
    callFor(item, separators) {
      const given = names.map((name) => valueOf(name, item, values, separators))
      for (const value of given) {
        const reason = unfitForShell(shell, value, handedOver)
        if (reason !== null) throw new UnfitValue(reason)
      }
      if (handedOver === 'arguments') return { words: [...words, ...given], environment: {} }
      const environment = Object.fromEntries(given.map((value, index) => [valueVariable(index + 1), value]))
      return { words: takesAll ? [...words, ...(item.all ?? [item.path])] : words, environment }
    },
  }
}

/** Whether one call takes several files. A command that cannot be read takes none: see `checkCommand`. */
export function takesAll(parameters: CallParameters): boolean {
  try {
    return readCommand(parameters).takesAll
  } catch (error) {
    if (error instanceof EngineError) return false
    throw error
  }
}

/**
 * The call for several files, as the first worker would make it.
 * @throws EngineError INVALID_PARAMETERS
 * @throws UnfitValue where a shell could not be handed a value
 */
export function callOfGroup(parameters: CallParameters, paths: readonly PathText[]): Call {
  const item = { path: '', seq: 1, relative: '', worker: 1, output: null, all: paths }
  // No separators: with {all} nothing is asked of parts of a path.
  return readCommand(parameters).callFor(item, '')
}

/** What is wrong with the command line. */
export function invalidCommand(message: string): EngineError {
  return new EngineError('INVALID_PARAMETERS', message, { data: { task: 'command', parameter: 'command' } })
}
