import { inspect } from 'node:util'
import { LogFile } from './log-file.ts'

/** What is told before the log's folder is known goes to the terminal alone. */
let file: LogFile | null = null

/** From now on everything is also written to `main.log` in this folder, which is made if need be. */
export function keepLog(folder: string): void {
  file = new LogFile(folder, 'main.log')
}

/** The end of what was written, for a report; empty where nothing was. */
export function recentLog(): string {
  return file?.recent() ?? ''
}

/**
 * Writes to the terminal the application was started from, and to the log on this machine. Nothing is sent
 * anywhere. Messages name files at most, never what is in them.
 */
export function logError(message: string, error?: unknown): void {
  write(`${new Date().toISOString()} main: ${message}\n`)
  if (error === undefined) return
  write(`${error instanceof Error ? (error.stack ?? error.message) : inspect(error)}\n`)
}

/** Writes what another of the application's processes has printed for developers. */
export function logOutput(text: string): void {
  write(text)
}

function write(text: string): void {
  process.stderr.write(text)
  file?.append(text)
}
