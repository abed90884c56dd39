import { dirname } from 'node:path'
import { getSystemErrorMap } from 'node:util'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode, ItemError } from '../errors.ts'
import { quotePath, type Problem } from '../inputs/problems.ts'

/** Turns an error of a system call on an output, or on its folder, into what the item's row says. */
export function describeOutputProblem(error: unknown, target: PathText): Problem {
  const name = quotePath(target)
  const folder = quotePath(dirname(target))
  const reason = errorCode(error)
  switch (reason) {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        code: 'NO_SPACE',
        message: `${name} could not be written: there is no room left on the volume of ${folder}. Make room and retry.`,
      }
    case 'EROFS':
      return {
        code: 'PERMISSION_DENIED',
        message: `${name} could not be written: the volume of the folder ${folder} can only be read. Choose another folder.`,
      }
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'PERMISSION_DENIED',
        message: `${name} could not be written: this user may not change the folder ${folder}. Check its permissions, or choose another folder.`,
      }
    case 'ENAMETOOLONG':
    case 'EILSEQ':
      return {
        code: 'OUTPUT_NAME',
        message: `${name} is not a name that the file system takes (${reason}). Choose a shorter or plainer one.`,
      }
    case 'EFBIG':
      return {
        code: 'WRITE_FAILED',
        message: `${name} could not be written: the file system takes no file that large.`,
      }
    case 'ENOTDIR':
    case 'ELOOP':
      return {
        code: 'OUTPUT_CHANGED',
        message: `${name} could not be written: ${folder}, or a folder above it, is no longer a folder.`,
      }
    default:
      return { code: 'WRITE_FAILED', message: `${name} could not be written: ${wordsFor(error, reason)}.` }
  }
}

/**
 * Does something with an output; what the system says against it becomes the item's error.
 * @throws ItemError
 */
export async function guard<Value>(target: PathText, call: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof ItemError) throw error
    const { code, message } = describeOutputProblem(error, target)
    throw new ItemError(code, message, { cause: error })
  }
}

function wordsFor(error: unknown, reason: string): string {
  for (const [name, words] of getSystemErrorMap().values()) {
    if (name === reason) return `${words} (${name})`
  }
  return error instanceof Error ? error.message : String(error)
}
