import { access, constants, lstat } from 'node:fs/promises'
import { toPathBytes } from '../path-bytes.ts'
import { displayPath } from '../../../shared/model/path-text.ts'
import type { InputSource } from '../../../shared/model/job.ts'
import { EngineError, errorCode } from '../errors.ts'

/** How many inputs a message names before it only counts the rest. */
const namedInputs = 3

/**
 * Refuses a job before it becomes a run when it plainly has nothing to work on: none of its paths exists,
 * or a list cannot be read. A job of which at least one input exists is let through; those of its inputs
 * that do not exist become failed items.
 * @throws EngineError NO_INPUT
 */
export async function refuseHopelessInputs(inputs: readonly InputSource[]): Promise<void> {
  const missing: string[] = []
  for (const input of inputs) {
    if (input.kind === 'list') await refuseUnreadableList(input.path)
    if (input.kind === 'path' && !(await exists(input.path))) missing.push(displayPath(input.path))
  }
  if (missing.length < inputs.length) return
  const more = missing.length - namedInputs
  throw new EngineError(
    'NO_INPUT',
    missing.length === 1
      ? `${missing[0] ?? ''} does not exist.`
      : `None of the inputs exists: ${missing.slice(0, namedInputs).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    { data: { missing: missing.slice(0, 100) } },
  )
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(toPathBytes(path))
    return true
  } catch (error) {
    // Anything but a plain absence (no permission, a loop, a name too long) is told as a failed item.
    const code = errorCode(error)
    return code !== 'ENOENT' && code !== 'ENOTDIR'
  }
}

async function refuseUnreadableList(path: string): Promise<void> {
  try {
    await access(toPathBytes(path), constants.R_OK)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new EngineError('NO_INPUT', `The input list ${displayPath(path)} cannot be read: ${reason}.`, {
      cause: error,
    })
  }
}
