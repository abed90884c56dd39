import { lstatSync } from 'node:fs'
import { getSystemErrorMap } from 'node:util'
import type { ItemErrorCode } from '../../../shared/contract/errors.ts'
import { displayPath, type PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'

/** Why an item cannot be worked on: a stable code, and a sentence that names the file. */
export interface Problem {
  readonly code: ItemErrorCode
  readonly message: string
}

/** The longest path a message shows whole, in characters. */
const longestShownPath = 400

const controlCharacters = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/gu

/**
 * The path in quotation marks as a message shows it, on one line: control characters as `\xNN` or `\uNNNN`,
 * a very long path with its middle left out.
 */
export function quotePath(path: PathText): string {
  const shown =
    path.length > longestShownPath
      ? `${path.slice(0, longestShownPath / 2)}…${path.slice(-longestShownPath / 2)}`
      : path
  const oneLine = displayPath(shown).replace(controlCharacters, (character) => {
    const code = character.charCodeAt(0)
    const digits = code.toString(16).toUpperCase()
    return code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`
  })
  return `"${oneLine}"`
}

/** Turns an error of a system call on a path into what the item's row says. */
export function describeProblem(error: unknown, path: PathText): Problem {
  const name = quotePath(path)
  const reason = errorCode(error)
  switch (reason) {
    case 'ENOENT':
    case 'ENOTDIR':
      return {
        code: 'NOT_FOUND',
        message: `${name} does not exist. It may have been moved, renamed or deleted.`,
      }
    case 'ERR_INVALID_ARG_VALUE':
      return { code: 'NOT_FOUND', message: `${name} cannot exist: the path holds a NUL character.` }
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'PERMISSION_DENIED',
        message: `${name} may not be read by this user. Check the permissions of the file and of its folders.`,
      }
    case 'ELOOP':
      return {
        code: 'LINK_LOOP',
        message: `${name} leads through symbolic links that lead back to themselves. Correct or remove the links.`,
      }
    case 'ENAMETOOLONG':
      return {
        code: 'NAME_TOO_LONG',
        message: `${name} is a longer path than the system accepts. Move it to a place with a shorter path.`,
      }
    case 'EISDIR':
      return notAFile(path, 'folder')
    case 'ENXIO':
    case 'EOPNOTSUPP':
      return notAFile(path, 'socket or device')
    case 'EBUSY':
      return {
        code: 'READ_FAILED',
        message: `${name} is in use by another program. Close it there and try again.`,
      }
    case 'EAGAIN':
      return withoutEnd(path)
    case 'EMFILE':
    case 'ENFILE':
      return {
        code: 'READ_FAILED',
        message: `${name} could not be opened: too many files are open on this system (${reason}). Try again.`,
      }
    default:
      return { code: 'READ_FAILED', message: `${name} could not be read: ${wordsFor(error, reason)}.` }
  }
}

/** Like `describeProblem`, for a path that was followed through links. */
export function problemOfNamed(error: unknown, path: PathText): Problem {
  if (errorCode(error) === 'ENOENT' && isLink(path)) {
    return {
      code: 'NOT_FOUND',
      message: `${quotePath(path)} is a symbolic link to something that does not exist. Correct or remove the link.`,
    }
  }
  return describeProblem(error, path)
}

/** The problem of something that is there but is no regular file. `kind` says what it is, without an article. */
export function notAFile(path: PathText, kind: string): Problem {
  return {
    code: 'NOT_A_FILE',
    message: `${quotePath(path)} is a ${kind}, not a file, so it has no content to read.`,
  }
}

/** The problem of something that can be read for ever, or that has more only after a wait. */
export function withoutEnd(path: PathText): Problem {
  return {
    code: 'NOT_A_FILE',
    message:
      `${quotePath(path)} has no end: what is read from it is made up by the system as it goes on. ` +
      'Save the part that is wanted to a file and use that.',
  }
}

function isLink(path: PathText): boolean {
  try {
    return lstatSync(toPathBytes(path)).isSymbolicLink()
  } catch {
    return false
  }
}

function wordsFor(error: unknown, reason: string): string {
  for (const [name, words] of getSystemErrorMap().values()) {
    if (name === reason) return `${words} (${name})`
  }
  if (error instanceof Error) return error.message
  return String(error)
}
