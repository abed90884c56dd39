import { readFileSync } from 'node:fs'
import { fromPathBytes } from '../../engine/path-bytes.ts'

/**
 * The command's arguments, with file names intact. Node decodes arguments as UTF-8 and loses each byte
 * that is not; where that happened, the bytes are taken from the system, which Linux alone offers.
 *
 * @param decoded the arguments as Node has them, without the program and the script
 */
export function processArguments(decoded: readonly string[]): string[] {
  if (process.platform !== 'linux' || !decoded.some((argument) => argument.includes('\uFFFD'))) {
    return [...decoded]
  }
  return restoreArguments(decoded, readFileSync('/proc/self/cmdline'))
}

/**
 * Puts the original bytes in place of what decoding lost.
 *
 * @param commandLine all of the process's arguments, each with a NUL after it
 */
export function restoreArguments(decoded: readonly string[], commandLine: Buffer): string[] {
  const raw: Buffer[] = []
  let from = 0
  for (let end = commandLine.indexOf(0, from); end !== -1; end = commandLine.indexOf(0, from)) {
    raw.push(commandLine.subarray(from, end))
    from = end + 1
  }
  const last = raw.slice(raw.length - decoded.length)
  return decoded.map((argument, index) => {
    const bytes = last[index]
    return bytes?.toString('utf8') === argument ? fromPathBytes(bytes) : argument
  })
}
