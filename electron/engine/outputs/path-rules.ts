import { basename, dirname } from 'node:path'
import { extensionOf } from '../../../shared/model/path-template.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { toPathBytes } from '../path-bytes.ts'
import { longestName, longestTemporaryStem } from './temporary.ts'

/** The most bytes of a path on Linux, without the NUL at its end. */
const longestPath = 4_095

/** The most characters of a path that every program on Windows takes. */
const longestWindowsPath = 259

/** Names of devices, which Windows takes for those in any folder and with any extension. */
const windowsDevices = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?: *\..*)?$/iu
const windowsCharacters = /[<>:"|?*\\\u0000-\u001F]/u

/** What is wrong with a name for a file or folder, as the end of a sentence; null for nothing. */
export function nameProblem(name: PathText, platform = process.platform): string | null {
  if (name === '') return 'which has an empty name in it'
  if (name === '.' || name === '..') return `which has the name ${name} in it`
  if (name.includes('\0') || name.includes('/')) return 'which has a character in it that no name can have'
  const length = platform === 'win32' ? name.length : bytesOf(name)
  if (length > longestName) {
    const unit = platform === 'win32' ? 'characters' : 'bytes'
    return `which has a name of ${length} ${unit} in it: ${longestName} are the most`
  }
  if (platform !== 'win32') return null
  if (windowsDevices.test(name)) return 'which has the name of a device in it'
  if (windowsCharacters.test(name)) return 'which has a character in it that Windows does not take in names'
  return /[. ]$/u.test(name) ? 'which has a name in it that ends in a dot or a space' : null
}

/** What is wrong with a path as a whole, or with that of the temporary file beside it; null for nothing. */
export function pathProblem(path: PathText, platform = process.platform): string | null {
  const own = basename(path)
  const temporary = longestTemporaryStem + bytesOf(extensionOf(own, ''))
  const length =
    platform === 'win32' ? path.length : bytesOf(dirname(path)) + 1 + Math.max(bytesOf(own), temporary)
  const most = platform === 'win32' ? longestWindowsPath : longestPath
  if (length <= most) return null
  return `a longer path than the file system takes, with the temporary name that it has at first`
}

/**
 * The path with a number before its extension, as `photo (2).jpg`. A name that would get too long has the end of
 * its stem taken away.
 */
export function withNumber(path: PathText, number: number): PathText {
  const name = basename(path)
  const extension = extensionOf(name, '')
  const tail = ` (${number})${extension}`
  let stem = name.slice(0, name.length - extension.length)
  const room = longestName - bytesOf(tail)
  while (bytesOf(stem) > room && stem !== '') stem = withoutLast(stem)
  return path.slice(0, path.length - name.length) + stem + tail
}

function withoutLast(text: string): string {
  const last = text.codePointAt(text.length - 2)
  return text.slice(0, last !== undefined && last > 0xffff ? -2 : -1)
}

function bytesOf(text: PathText): number {
  return Buffer.byteLength(toPathBytes(text))
}
