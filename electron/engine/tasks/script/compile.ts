import type { EngineError } from '../../errors.ts'
import { invalidScript } from './invalid-script.ts'
import { ScriptSyntaxError, stripTypes } from './strip-types.ts'
import type { ScriptPlace } from './take-in.ts'

/**
 * The script as JavaScript, each line where it was. Done in the engine and not in its workers, which would each have to
 * load what it is done with.
 * @throws EngineError INVALID_PARAMETERS with the line and column of what is wrong
 */
export function compile(place: ScriptPlace): string {
  const { source, file } = place
  try {
    // JavaScript is looked through too, for the place of what is wrong; as it is run it stays what it was.
    const stripped = stripTypes(source, file)
    return /\.m?js$/iu.test(file) ? source : stripped
  } catch (error) {
    throw error instanceof ScriptSyntaxError ? syntaxFault(place, error) : error
  }
}

/** As `compile`, or null for a script that has a fault. */
export function compileIfSound(place: ScriptPlace): string | null {
  try {
    return compile(place)
  } catch {
    return null
  }
}

/** What is wrong with the form of a script. */
export function syntaxFault(place: ScriptPlace, error: ScriptSyntaxError): EngineError {
  const { line, column, message } = error
  return invalidScript(place, `has a fault at line ${line}, column ${column}: ${message}.`, error, error)
}
