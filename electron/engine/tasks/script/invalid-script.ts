import { EngineError } from '../../errors.ts'
import type { ScriptPlace } from './take-in.ts'

/**
 * What is wrong with a script.
 * @param fault the rest of a sentence that begins with the script
 * @param at where in it; null where that is not known
 */
export function invalidScript(
  { file }: ScriptPlace,
  fault: string,
  cause: unknown,
  at: { readonly line: number; readonly column: number } | null,
): EngineError {
  const name = file === '' ? 'The script' : `The script ${JSON.stringify(file)}`
  const place = at === null ? {} : { line: at.line, column: at.column }
  return new EngineError('INVALID_PARAMETERS', `${name} ${fault.replace(/\.+$/u, '.')}`, {
    data: { task: 'script', parameter: file === '' ? 'source' : 'file', ...place },
    cause,
  })
}
