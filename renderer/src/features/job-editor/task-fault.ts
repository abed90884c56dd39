import type { ShownError } from '../../platform/engine-error.ts'

/** What is wrong with a parameter of a task. */
export interface TaskFault {
  readonly parameter: string
  readonly message: string
  /** Where in a text that is a program, counted from 1; null where that is not known. */
  readonly at: { readonly line: number; readonly column: number } | null
}

/** The fault of a parameter that the engine has found; null where the error is about something else. */
export function taskFault({ code, message, data }: ShownError): TaskFault | null {
  if (code !== 'INVALID_PARAMETERS' || typeof data !== 'object' || data === null) return null
  if (!('parameter' in data) || typeof data.parameter !== 'string') return null
  const line = 'line' in data && typeof data.line === 'number' ? data.line : null
  const column = 'column' in data && typeof data.column === 'number' ? data.column : 1
  return { parameter: data.parameter, message, at: line === null ? null : { line, column } }
}
