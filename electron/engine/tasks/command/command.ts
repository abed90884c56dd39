import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs'
import { sep } from 'node:path'
import type { TemplateItem } from '../../../../shared/model/command-line-template.ts'
import type { PathText } from '../../../../shared/model/path-text.ts'
import type { Cell } from '../../../../shared/model/result.ts'
import { errorCode, ItemError } from '../../errors.ts'
import { describeProblem, quotePath } from '../../inputs/problems.ts'
import { toPathBytes } from '../../path-bytes.ts'
import { runProgram, type ProgramEnd } from '../../processes/run-program.ts'
import type { TaskContext, TaskFunction, TaskItem } from '../task-type.ts'
import { readCommand, UnfitValue, type Call, type CommandCall } from './call.ts'
import { folderOfFile, type CheckedParameters } from './check.ts'
import { ColumnReader, UnreadableOutput } from './column-reader.ts'
import { KeptOutput } from './kept-output.ts'
import { SaidLines } from './said-lines.ts'

export interface CommandParameters extends CheckedParameters {
  readonly acceptedExitCodes: string
  readonly input: 'nothing' | 'path' | 'content'
}

/** What parts the names of a path on this system. */
const separators = sep === '/' ? '/' : `${sep}/`

/**
 * Makes the function that runs the command for an item. It returns the exit code and what was made of the output; all
 * that is printed goes to the item's log, as far as a log goes.
 */
export function createCommandTask(parameters: CommandParameters): TaskFunction {
  const command = readCommand(parameters)
  const accepted = new Set(parameters.acceptedExitCodes.split(',').map(Number))
  return async (item, context) => {
    const call = callOf(command, item, context)
    const results = parameters.results === 'output' ? new KeptOutput() : new ColumnReader(parameters)
    const said = {
      stdout: new SaidLines((text) => context.report(text)),
      stderr: new SaidLines((text) => context.report(text)),
    }
    const end = await run(call, parameters, item, context, (stream, bytes) => {
      if (stream === 'stdout') results.add(bytes)
      said[stream].add(bytes)
    })
    said.stdout.end()
    said.stderr.end()
    const program = call.words[0] ?? ''
    if (end.code === null || !accepted.has(end.code)) {
      throw failure(item, describeEnd(program, end), said.stderr.lastLine)
    }
    return [end.code, ...cellsOf(results, item, program)]
  }
}

function callOf(command: CommandCall, item: TaskItem, context: TaskContext): Call {
  const { path, seq, relative } = item
  const output = context.output?.temporary ?? null
  const filled: TemplateItem = { path, seq, relative, worker: context.worker, output }
  try {
    return command.callFor(filled, separators)
  } catch (error) {
    if (!(error instanceof UnfitValue)) throw error
    throw new ItemError(
      'COMMAND_FAILED',
      `${quotePath(path)} could not be done: a value for the shell ${error.message}. Use the command without a shell.`,
      { cause: error },
    )
  }
}

function cellsOf(results: KeptOutput | ColumnReader, item: TaskItem, program: string): Cell[] {
  if (results instanceof KeptOutput) return [results.text]
  try {
    return results.cells()
  } catch (error) {
    if (!(error instanceof UnreadableOutput)) throw error
    throw new ItemError(
      'COMMAND_FAILED',
      `${quotePath(item.path)} could not be done: ${quotePath(program)} ${error.message}.`,
      { cause: error },
    )
  }
}

async function run(
  { words, environment }: Call,
  parameters: CommandParameters,
  item: TaskItem,
  context: TaskContext,
  onOutput: (stream: 'stdout' | 'stderr', bytes: Buffer) => void,
): Promise<ProgramEnd> {
  const { input } = parameters
  const folder = workingFolderOf(parameters.workingFolder, item)
  const content = input === 'content' ? openContent(item) : null
  const line =
    input === 'path' ? Buffer.concat([Buffer.from(toPathBytes(item.path)), Buffer.from('\n')]) : null
  const read = content ?? line
  try {
    return await runProgram({
      words,
      onOutput,
      signal: context.signal,
      environment: { ...parameters.environment, ...environment },
      ...(folder === null ? {} : { folder }),
      ...(read === null ? {} : { input: read }),
    })
  } catch (error) {
    context.throwIfCancelled()
    throw folder !== null && !isFolder(folder)
      ? folderGone(item, folder)
      : startFailure(item, words[0] ?? '', error)
  } finally {
    if (content !== null) closeSync(content)
  }
}

function workingFolderOf(text: string, { path }: TaskItem): PathText | null {
  if (text === '') return null
  if (text !== folderOfFile) return text
  const end = path.lastIndexOf(sep)
  if (end === -1) return null
  return end === 0 ? sep : path.slice(0, end)
}

/** Opens the item's file for a program to read, and never waits for one that is a pipe by now. */
function openContent({ path }: TaskItem): number {
  let descriptor: number | null = null
  try {
    descriptor = openSync(toPathBytes(path), constants.O_RDONLY | constants.O_NONBLOCK)
    if (fstatSync(descriptor).isFile()) return descriptor
  } catch (error) {
    const { code, message } = describeProblem(error, path)
    throw new ItemError(code, message, { cause: error })
  }
  closeSync(descriptor)
  throw new ItemError('NOT_A_FILE', `${quotePath(path)} has no content that a program could be given.`)
}

function isFolder(path: PathText): boolean {
  try {
    return statSync(toPathBytes(path)).isDirectory()
  } catch {
    return false
  }
}

function folderGone({ path }: TaskItem, folder: PathText): ItemError {
  return new ItemError(
    'COMMAND_FAILED',
    `${quotePath(path)} could not be done: the working folder ${quotePath(folder)} does not exist any more.`,
  )
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
