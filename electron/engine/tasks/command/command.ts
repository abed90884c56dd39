import { statSync } from 'node:fs'
import { sep } from 'node:path'
import { fillTemplate } from '../../../../shared/model/command-line-template.ts'
import { errorCode, ItemError } from '../../errors.ts'
import { describeProblem, quotePath } from '../../inputs/problems.ts'
import { toPathBytes } from '../../path-bytes.ts'
import { runProgram, type ProgramEnd } from '../../processes/run-program.ts'
import type { TaskContext, TaskFunction, TaskItem } from '../task-type.ts'
import { readCommand } from './check.ts'
import { KeptOutput } from './kept-output.ts'
import { SaidLines } from './said-lines.ts'

export interface CommandParameters {
  readonly command: string
  readonly acceptedExitCodes: string
}

/** What parts the names of a path on this system. */
const separators = sep === '/' ? '/' : `${sep}/`

/**
 * Makes the function that runs the command for an item. It returns the exit code and the beginning of what was
 * printed; all that is printed goes to the item's log, as far as a log goes.
 */
export function createCommandTask({ command, acceptedExitCodes }: CommandParameters): TaskFunction {
  const template = readCommand(command)
  const accepted = new Set(acceptedExitCodes.split(',').map(Number))
  return async (item, context) => {
    const words = fillTemplate(template, item, separators)
    const output = new KeptOutput()
    const said = {
      stdout: new SaidLines((text) => context.report(text)),
      stderr: new SaidLines((text) => context.report(text)),
    }
    const end = await run(words, item, context, (stream, bytes) => {
      if (stream === 'stdout') output.add(bytes)
      said[stream].add(bytes)
    })
    said.stdout.end()
    said.stderr.end()
    if (end.code !== null && accepted.has(end.code)) return [end.code, output.text]
    throw failure(item, describeEnd(words[0] ?? '', end), said.stderr.lastLine)
  }
}

async function run(
  words: readonly string[],
  item: TaskItem,
  context: TaskContext,
  onOutput: (stream: 'stdout' | 'stderr', bytes: Buffer) => void,
): Promise<ProgramEnd> {
  try {
    return await runProgram({ words, onOutput, signal: context.signal })
  } catch (error) {
    context.throwIfCancelled()
    throw startFailure(item, words[0] ?? '', error)
  }
}

function startFailure({ path }: TaskItem, program: string, error: unknown): ItemError {
  const undone = `${quotePath(path)} could not be done`
  const options = { cause: error }
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new ItemError('COMMAND_FAILED', `${undone}: there is no program ${quotePath(program)}.`, options)
    case 'EACCES':
    case 'EPERM':
      return new ItemError(
        'COMMAND_FAILED',
        `${undone}: the program ${quotePath(program)} may not be run by this user.`,
        options,
      )
    case 'E2BIG':
      return new ItemError(
        'COMMAND_FAILED',
        `${undone}: the arguments are longer than the system accepts. Shorten the command.`,
        options,
      )
    case 'EAGAIN':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
      return new ItemError(
        'BUSY',
        `${undone}: the system has no room for another process now. Use fewer workers, or try again later.`,
        options,
      )
    default: {
      const reason = error instanceof Error ? error.message : String(error)
      return new ItemError('COMMAND_FAILED', `${undone}: the command could not be run (${reason}).`, options)
    }
  }
}

function describeEnd(program: string, { code, signal }: ProgramEnd): string {
  const name = quotePath(program)
  if (signal !== null) return `${name} was ended by signal ${signal}`
  return `${name} ended with exit code ${String(code)}`
}

/** Where the file is gone, that is why, whatever the program made of it. */
function failure(item: TaskItem, end: string, lastLine: string): ItemError {
  const words = lastLine === '' ? '.' : `: ${lastLine}`
  const { code, message } = missing(item) ?? {
    code: 'COMMAND_FAILED' as const,
    message: `${quotePath(item.path)} could not be done.`,
  }
  return new ItemError(code, `${message.replace(/\.$/u, '')}: ${end}${words}`)
}

/** What is wrong with the item's file, if it was one: its volume may have gone, and then it waits for that. */
function missing({ path, size }: TaskItem): ReturnType<typeof describeProblem> | null {
  if (size === null) return null
  try {
    statSync(toPathBytes(path))
    return null
  } catch (error) {
    return describeProblem(error, path)
  }
}
