import { inspect } from 'node:util'

/** Writes to the terminal the application was started from; for developers. */
export function logError(message: string, error?: unknown): void {
  process.stderr.write(`${new Date().toISOString()} main: ${message}\n`)
  if (error === undefined) return
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : inspect(error)}\n`)
}
