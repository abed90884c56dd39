import { closeSync, openSync, writeSync } from 'node:fs'
import { errorCode, ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { toPathBytes } from '../../path-bytes.ts'
import type { OutputSlot, TaskContext } from '../task-type.ts'

/** The place for the item's output, which the engine gives to every task type that makes files. */
export function outputOf(context: TaskContext): OutputSlot {
  if (context.output === undefined) throw new Error('A task that writes a file was given no place for it.')
  return context.output
}

/**
 * Writes the whole of an output to its temporary name.
 * @throws ItemError NO_SPACE or WRITE_FAILED
 */
export function writeOutput({ path, temporary }: OutputSlot, content: Uint8Array): void {
  try {
    // Only a file that does not exist yet: nothing is ever written through somebody else's link.
    const descriptor = openSync(toPathBytes(temporary), 'wx')
    try {
      for (let written = 0; written < content.length;) {
        written += writeSync(descriptor, content, written)
      }
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    const reason = errorCode(error)
    if (reason === 'ENOSPC' || reason === 'EDQUOT') {
      throw new ItemError(
        'NO_SPACE',
        `${quotePath(path)} could not be written: there is no room left. Make room, or choose another folder.`,
        { cause: error },
      )
    }
    const words = error instanceof Error ? error.message : String(error)
    throw new ItemError('WRITE_FAILED', `${quotePath(path)} could not be written: ${words}.`, {
      cause: error,
    })
  }
}
