import { stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { EngineError } from '../../errors.ts'
import { findProgram } from '../../processes/find-program.ts'
import { callOfGroup, invalidCommand, readCommand, UnfitValue, type CallParameters } from './call.ts'
import { checkColumns, type ColumnParameters } from './columns.ts'

/** A working folder that is the one of each file. */
export const folderOfFile = '{//}'

export interface CheckedParameters extends CallParameters, ColumnParameters {
  readonly workingFolder: string
  readonly environment: Readonly<Record<string, string>>
  readonly input: 'nothing' | 'path' | 'content'
}

/**
 * Checks a command before anything is run by it: its form, its placeholders, its columns, its folder, and that there is
 * the program, or the shell.
 * @throws EngineError INVALID_PARAMETERS
 */
export async function checkCommand(parameters: CheckedParameters): Promise<void> {
  const { program, takesAll } = readCommand(parameters)
  if (takesAll) refuseForSeveral(parameters)
  checkColumns(parameters)
  checkEnvironment(parameters.environment)
  const { workingFolder } = parameters
  const isFixed = workingFolder !== '' && workingFolder !== folderOfFile
  if (isFixed) await checkFolder(workingFolder)
  // What is different for each item can only be found missing there.
  if (program === null) return
  const isRelativePath = !isAbsolute(program) && /[/\\]/u.test(program)
  if (isRelativePath && workingFolder === folderOfFile) return
  const looked = isRelativePath && isFixed ? join(workingFolder, program) : program
  await checkProgram(looked, { ...process.env, ...parameters.environment })
}

/** Refuses what would need the one file of a call, where a call has several. */
function refuseForSeveral(parameters: CheckedParameters): void {
  const { input, workingFolder } = parameters
  if (input !== 'nothing') {
    throw invalid(
      'input',
      `With {all} a call has several files, and standard input cannot be the ${input} of one. Choose nothing.`,
    )
  }
  if (workingFolder === folderOfFile) {
    throw invalid(
      'workingFolder',
      'With {all} a call has several files, and the working folder cannot be that of one. Leave it empty, or give a whole path.',
    )
  }
  try {
    callOfGroup(parameters, [])
  } catch (error) {
    if (!(error instanceof UnfitValue)) throw error
    throw invalid('values', `A value of your own ${error.message}. Use the command without a shell.`)
  }
}

async function checkProgram(program: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const found = await findProgram(program, environment)
  if (found.kind === 'missing') {
    throw invalidCommand(
      `There is no program "${program}". Check how it is written, and that the folder it is in is one of those in PATH, or give its whole path.`,
    )
  }
  if (found.kind === 'not-executable') {
    throw invalidCommand(
      `The program "${program}" cannot be run: "${found.path}" is no file that this user may execute. Check its permissions, and the order of the folders in PATH.`,
    )
  }
}

async function checkFolder(folder: string): Promise<void> {
  if (!isAbsolute(folder)) {
    throw invalid(
      'workingFolder',
      `The working folder "${folder}" is no whole path. For that of each file: {//}.`,
    )
  }
  if (!(await isFolder(folder))) {
    throw invalid('workingFolder', `The working folder "${folder}" does not exist, or is no folder.`)
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

function checkEnvironment(environment: Readonly<Record<string, string>>): void {
  const wrong = Object.entries(environment).find(
    ([name, value]) => name === '' || /[=\0]/u.test(name) || value.includes('\0'),
  )
  if (wrong === undefined) return
  throw invalid(
    'environment',
    `The variable ${JSON.stringify(wrong[0])} cannot be set: a name has no =, and no NUL is in either.`,
  )
}

function invalid(parameter: string, message: string): EngineError {
  return new EngineError('INVALID_PARAMETERS', message, { data: { task: 'command', parameter } })
}
