import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs'
import { isatty } from 'node:tty'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import { readWithoutWaiting } from './open-flags.ts'

/** How much of a list is read at a time, in bytes. */
const readSize = 65_536

/** How long to wait for the writer of a pipe that has nothing yet, in milliseconds, before asking again. */
const pipeInterval = 20

/** What a list is read from. */
type ListKind = 'file' | 'pipe' | 'named-pipe' | 'terminal'

/**
 * The bytes of a list, at most `readSize` at a time. Each piece stands only until the next one is asked for.
 *
 * The list may be a pipe, such as a shell's `<(...)`, or a named one: that is waited for until somebody has
 * opened it for writing and closed it again. (One who does so without writing anything may go unnoticed.)
 * `waiting` is called each time the writer is slower than its reader.
 * @throws Error when the list cannot be opened or read, or is no list; mostly that of the system call
 */
export function* listBytes(path: PathText, waiting: () => void): Generator<Buffer, void, undefined> {
  const file = openSync(toPathBytes(path), readWithoutWaiting)
  try {
    const kind = listKind(file, path)
    const buffer = Buffer.allocUnsafe(readSize)
    let hasWriter = kind !== 'named-pipe'
    for (;;) {
      const read = readSome(file, buffer)
      if (read === 0 && hasWriter) return
      if (read === 'nothing-yet' && kind === 'file') {
        throw new Error('it has no end: the system makes up what is read from it')
      }
      hasWriter ||= read !== 0
      if (typeof read === 'number' && read > 0) {
        yield buffer.subarray(0, read)
      } else {
        waiting()
        rest(pipeInterval)
      }
    }
  } finally {
    closeSync(file)
  }
}

/** @throws Error for what has no end or no content */
function listKind(file: number, path: PathText): ListKind {
  const stats = fstatSync(file)
  if (stats.isFIFO()) return isNamed(path) ? 'named-pipe' : 'pipe'
  if (stats.isCharacterDevice() && isatty(file)) return 'terminal'
  if (stats.isCharacterDevice() || stats.isBlockDevice()) {
    throw new Error('it is a device; a file or a pipe is needed')
  }
  return 'file'
}

/** Whether a pipe has a place of its own, so that a writer may still come. `/dev/fd/63` leads to no such place. */
function isNamed(path: PathText): boolean {
  try {
    return !/^\/(?:dev|proc)\//u.test(realpathSync.native(toPathBytes(path)))
  } catch {
    return false
  }
}

function readSome(file: number, buffer: Buffer): number | 'nothing-yet' {
  try {
    return readSync(file, buffer, 0, buffer.length, null)
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') return 'nothing-yet'
    throw error
  }
}

/** Lets the thread rest; the thread can be ended meanwhile, which it cannot inside a blocking read. */
function rest(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
