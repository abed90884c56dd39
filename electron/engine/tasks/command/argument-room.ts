import type { PathText } from '../../../../shared/model/path-text.ts'
import { toPathBytes } from '../../path-bytes.ts'

/**
 * What arguments and environment of a program may take together, in bytes. No system in use accepts less than this,
 * whatever its limits are set to: Linux at least 128 KiB, macOS 1 MiB.
 */
const posixRoom = 131_072
/** What the command line of a program may have on Windows, in characters. Its environment does not count. */
const windowsRoom = 32_767
/** Left free: for what is added when a program is started, and for a program that starts others with the same words. */
const spare = 4_096

/** What a word takes beside its bytes on POSIX: its end, and the address of it. */
const posixOverhead = 9
/** … and on Windows: two quotes and a space. */
const windowsOverhead = 3

/** What one argument takes of the room there is. */
export function argumentWeight(word: PathText): number {
  if (process.platform === 'win32') return word.length + windowsOverhead
  return Buffer.byteLength(toPathBytes(word)) + posixOverhead
}

/**
 * The room for the arguments of a call besides these words, in what `argumentWeight` counts. May be less than nothing.
 * @param environment what is set for the program besides the environment of this process
 */
export function argumentRoom(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): number {
  const taken = words.reduce((sum, word) => sum + argumentWeight(word), spare)
  if (process.platform === 'win32') return windowsRoom - taken
  const variables = Object.entries({ ...process.env, ...environment })
  const used = variables.reduce((sum, [name, value = '']) => sum + argumentWeight(`${name}=${value}`), taken)
  return posixRoom - used
}
