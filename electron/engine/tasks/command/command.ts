import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs'
import { sep } from 'node:path'
import type { ItemErrorCode } from '../../../../shared/contract/errors.ts'
import type { TemplateItem } from '../../../../shared/model/command-line-template.ts'
import type { PathText } from '../../../../shared/model/path-text.ts'
import type { Cell } from '../../../../shared/model/result.ts'
import { errorCode, ItemError } from '../../errors.ts'
import { describeProblem, quotePath } from '../../inputs/problems.ts'
import { toPathBytes } from '../../path-bytes.ts'
import { runProgram, type ProgramEnd } from '../../processes/run-program.ts'
import type { GroupFunction, GroupOutcome, TaskContext, TaskFunction, TaskItem } from '../task-type.ts'
import { readCommand, UnfitValue, type Call, type CommandCall } from './call.ts'
import { folderOfFile, type CheckedParameters } from './check.ts'
import { ColumnReader, UnreadableOutput } from './column-reader.ts'
import { KeptOutput } from './kept-output.ts'
import { SaidLines } from './said-lines.ts'

export interface CommandParameters extends CheckedParameters {
  readonly acceptedExitCodes: string
}

/** What parts the names of a path on this system. */
const separators = sep === '/' ? '/' : `${sep}/`

/** Why a call failed, to be told of each of its items. */
class CallFailure extends Error {
  override readonly name = 'CallFailure'
  readonly errorOf: (item: TaskItem) => ItemError

  constructor(errorOf: (item: TaskItem) => ItemError) {
    super('the call failed')
    this.errorOf = errorOf
  }
}

/**
 * Makes the function that runs the command for an item. It returns the exit code and what was made of the output; all
 * that is printed goes to the item's log, as far as a log goes.
 */
export function createCommandTask(parameters: CommandParameters): TaskFunction {
  const caller = new Caller(parameters)
  return async (item, context) => {
    try {
      const { code, cells } = await caller.call([item], item, context)
      return [code, ...cells]
    } catch (error) {
      throw error instanceof CallFailure ? error.errorOf(item) : error
    }
  }
}

/**
 * Makes the function that runs the command once for several items. The cells of each are those of the call, but for the
 * output as text: that is kept once, with the first item.
 */
export function createGroupTask(parameters: CommandParameters): GroupFunction {
  const caller = new Caller(parameters)
  return async (items, context) => {
    // What is gone by now is left out, so that it fails by itself.
    const lost = new Map(items.map((item) => [item, lossOf(item)]))
    const called = items.filter((item) => lost.get(item) === null)
    const [first] = called
    if (first === undefined) return items.flatMap((item) => lost.get(item) ?? [])
    try {
      const { code, cells } = await caller.call(called, first, context)
      const further = parameters.results === 'output' ? cells.map(() => null) : cells
      return items.map((item) => {
        return lost.get(item) ?? { values: [code, first.seq, ...(item === first ? cells : further)] }
      })
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error
      const isShared = called.length > 1
      return items.map((item) => {
        return lost.get(item) ?? lossOf(item) ?? { error: error.errorOf(item), isShared }
      })
    }
  }
}

/** The outcome of an item that is not there any more; null where it is. */
function lossOf(item: TaskItem): GroupOutcome | null {
  const problem = missing(item)
  return problem === null ? null : { error: new ItemError(problem.code, problem.message), isShared: false }
}

/** Runs a command for one item, or for several at once. */
class Caller {
  readonly #parameters: CommandParameters
  readonly #command: CommandCall
  readonly #accepted: ReadonlySet<number>

  constructor(parameters: CommandParameters) {
    this.#parameters = parameters
    this.#command = readCommand(parameters)
    this.#accepted = new Set(parameters.acceptedExitCodes.split(',').map(Number))
  }

  /** @throws CallFailure */
  async call(
    items: readonly TaskItem[],
    first: TaskItem,
    context: TaskContext,
  ): Promise<{ readonly code: number; readonly cells: readonly Cell[] }> {
    const parameters = this.#parameters
    const call = callOf(this.#command, items, first, context)
    const results = parameters.results === 'output' ? new KeptOutput() : new ColumnReader(parameters)
    const said = {
      stdout: new SaidLines((text) => context.report(text)),
      stderr: new SaidLines((text) => context.report(text)),
    }
    const end = await run(call, parameters, first, context, (stream, bytes) => {
      if (stream === 'stdout') results.add(bytes)
      said[stream].add(bytes)
    })
    said.stdout.end()
    said.stderr.end()
    const program = call.words[0] ?? ''
    if (end.code === null || !this.#accepted.has(end.code)) {
      throw new CallFailure((item) => failure(item, describeEnd(program, end), said.stderr.lastLine))
    }
    return { code: end.code, cells: cellsOf(results, program) }
  }
}

function callOf(
  command: CommandCall,
  items: readonly TaskItem[],
  { path, seq, relative }: TaskItem,
  context: TaskContext,
): Call {
  const output = context.output?.temporary ?? null
  const all = items.map((item) => item.path)
  const filled: TemplateItem = { path, seq, relative, worker: context.worker, output, all }
  try {
    return command.callFor(filled, separators)
  } catch (error) {
    if (!(error instanceof UnfitValue)) throw error
    throw commandFailure(`a value for the shell ${error.message}. Use the command without a shell`, error)
  }
}

function cellsOf(results: KeptOutput | ColumnReader, program: string): Cell[] {
  if (results instanceof KeptOutput) return [results.text]
  try {
    return results.cells()
  } catch (error) {
    if (!(error instanceof UnreadableOutput)) throw error
    throw commandFailure(`${quotePath(program)} ${error.message}`, error)
  }
}

/** @param reason the rest of the sentence, without its full stop */
function commandFailure(reason: string, cause?: unknown): CallFailure {
  return callFailure('COMMAND_FAILED', reason, cause)
}

function callFailure(code: ItemErrorCode, reason: string, cause?: unknown): CallFailure {
  return new CallFailure(
    ({ path }) => new ItemError(code, `${quotePath(path)} could not be done: ${reason}.`, { cause }),
  )
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
      ? commandFailure(`the working folder ${quotePath(folder)} does not exist any more`)
      : startFailure(words[0] ?? '', error)
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

function startFailure(program: string, error: unknown): CallFailure {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return commandFailure(`there is no program ${quotePath(program)}`, error)
    case 'EACCES':
    case 'EPERM':
      return commandFailure(`the program ${quotePath(program)} may not be run by this user`, error)
    case 'E2BIG':
      return commandFailure('the arguments are longer than the system accepts. Shorten the command', error)
    case 'EAGAIN':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
      return callFailure(
        'BUSY',
        'the system has no room for another process now. Use fewer workers, or try again later',
        error,
      )
    default: {
      const reason = error instanceof Error ? error.message : String(error)
      return commandFailure(`the command could not be run (${reason})`, error)
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
