import { inspect } from 'node:util'
import { couldNotStart } from './failure.ts'
import { visibleText } from './terminal-text.ts'

/** Whether whoever reads our standard output has gone, as `| head` does when it has seen enough. */
let readerGone = false

/**
 * Makes a vanished reader of standard output or error end nothing abruptly: writing becomes a no-op, and
 * the command comes to its orderly end. Call once, before anything is written.
 */
export function tolerateVanishedReaders(): void {
  process.stdout.on('error', (error) => {
    // Anything else is told by the write that it happened to.
    if (isVanishedReader(error)) readerGone = true
  })
  process.stderr.on('error', () => {
    // There is nobody left to tell.
  })
}

/** Whether the error says that the other end of a pipe was closed. */
export function isVanishedReader(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return error.code === 'EPIPE' || error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_DESTROYED'
}

/** Whether writing to standard output still reaches somebody. */
export function hasReader(): boolean {
  return !readerGone && process.stdout.writable
}

/**
 * Writes to standard output; resolves when it is out of this process's hands.
 *
 * @throws CommandFailure could not start: it cannot be written, as on a full disk
 */
export async function print(text: string): Promise<void> {
  if (!hasReader()) return
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error === null || error === undefined || isVanishedReader(error)) resolve()
      else reject(couldNotStart(`standard output could not be written: ${error.message}.`, error))
    })
  })
}

/** Writes one line for a person to standard error. */
export function tell(line: string): void {
  process.stderr.write(`${visibleText(line)}\n`)
}

/** Tells of something that went wrong, on standard error. */
export function complain(message: string): void {
  tell(`batchyard: ${message}`)
}

/** Tells what stands behind an error, where `BATCHYARD_DEBUG` asks for it: for developers. */
export function explain(error: unknown): void {
  if (process.env['BATCHYARD_DEBUG'] !== undefined) process.stderr.write(`${inspect(error)}\n`)
}

/** What the engine has to say that is no answer to a request. */
export function logToStandardError(message: string, error?: unknown): void {
  complain(message)
  if (error !== undefined) explain(error)
}
