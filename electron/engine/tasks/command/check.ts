import { parseCommandTemplate, type CommandTemplate } from '../../../../shared/model/command-line-template.ts'
import { EngineError } from '../../errors.ts'
import { findProgram } from '../../processes/find-program.ts'

/**
 * Checks a command line before anything is run by it: its form, its placeholders, and that there is the program.
 * @throws EngineError INVALID_PARAMETERS
 */
export async function checkCommand(line: string): Promise<void> {
  const { program } = readCommand(line)
  // What is different for each item can only be found missing there.
  if (program === null) return
  const found = await findProgram(program)
  if (found.kind === 'missing') {
    throw invalid(
      `There is no program "${program}". Check how it is written, and that the folder it is in is one of those in PATH, or give its whole path.`,
    )
  }
  if (found.kind === 'not-executable') {
    throw invalid(
      `The program "${program}" cannot be run: "${found.path}" is no file that this user may execute. Check its permissions, and the order of the folders in PATH.`,
    )
  }
}

/**
 * The command line, read.
 * @throws EngineError INVALID_PARAMETERS
 */
export function readCommand(line: string): CommandTemplate {
  if (line.includes('\0')) throw invalid('The command line holds a NUL character. Take it out.')
  const template = parseCommandTemplate(line)
  if (template.ok) return template.value
  throw invalid(`The command line ${template.message}.`)
}

function invalid(message: string): EngineError {
  return new EngineError('INVALID_PARAMETERS', message, { data: { task: 'command', parameter: 'command' } })
}
