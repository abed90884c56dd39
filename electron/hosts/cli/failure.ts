import { ORPCError } from '@orpc/server'
import { EngineError } from '../../engine/errors.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'

/** Ends a command with a message and an exit code. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

/** The command was not understood. The message says what was expected. */
export function wrongUsage(message: string): CommandFailure {
  return new CommandFailure(exitCodes.wrongUsage, message)
}

/** The command was understood and cannot be done. */
export function couldNotStart(message: string, cause?: unknown): CommandFailure {
  return new CommandFailure(exitCodes.couldNotStart, message, { cause })
}

/** Codes of the engine that mean that the command asked for something that does not exist. */
const usageCodes: ReadonlySet<string> = new Set([
  'UNKNOWN_TASK',
  'INVALID_PARAMETERS',
  'INVALID_COLUMNS',
  'INVALID_INPUT',
  'INVALID_PRESET',
  'PRESET_NOT_FOUND',
])

/** Any error, as the message and exit code that a command ends with. */
export function describeFailure(error: unknown): { readonly message: string; readonly exitCode: ExitCode } {
  if (error instanceof CommandFailure) return { message: error.message, exitCode: error.exitCode }
  if (error instanceof EngineError || error instanceof ORPCError) {
    const exitCode = usageCodes.has(String(error.code)) ? exitCodes.wrongUsage : exitCodes.couldNotStart
    return { message: error.message, exitCode }
  }
  const reason = error instanceof Error ? error.message : String(error)
  return { message: `something unforeseen happened: ${reason}`, exitCode: exitCodes.couldNotStart }
}

/** The stable code of an error of the engine, or null. */
export function failureCode(error: unknown): string | null {
  return error instanceof EngineError || error instanceof ORPCError ? String(error.code) : null
}
