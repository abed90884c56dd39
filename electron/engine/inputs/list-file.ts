import { closeSync, openSync, readSync } from 'node:fs'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { fromPathBytes, toPathBytes } from '../path-bytes.ts'
import { readWithoutWaiting } from './open-flags.ts'

/** The longest entry of a list, in bytes; no system takes a path that long. */
export const longestEntry = 65_536

/** How much of an entry that is too long is kept, to be named in a message, in bytes. */
const keptOfTooLong = 200

/** How much of a list is read at a time, in bytes. */
const readSize = 65_536

/** How long to wait for the writer of a pipe that has nothing yet, in milliseconds, before asking again. */
const pipeInterval = 20

/** One entry of a list. Of one that is longer than `longestEntry`, only the beginning is told. */
export interface ListEntry {
  readonly text: PathText
  readonly tooLong: boolean
}

/**
 * Reads the entries of a list one after another, holding no more than one buffer and one entry.
 *
 * With `newline`, a byte-order mark at the beginning is passed over, and a carriage return at the end of an
 * entry belongs to the line end. Empty entries are left out. Bytes that are not UTF-8 are kept.
 *
 * The list may be a pipe, such as a shell's `<(...)`. `waiting` is called each time its writer is slower
 * than its reader. A named pipe that nobody has opened for writing counts as an empty list.
 * @throws the error of the system call when the list cannot be opened or read
 */
export function* readList(
  path: PathText,
  separator: 'newline' | 'nul',
  waiting: () => void = () => undefined,
): Generator<ListEntry, void, undefined> {
  const lines = separator === 'newline'
  const separatorByte = lines ? 0x0a : 0x00
  const file = openSync(toPathBytes(path), readWithoutWaiting)
  try {
    const buffer = Buffer.allocUnsafe(readSize)
    /** What has been read of the entry in hand; ends where its bytes are too many. */
    let pieces: Buffer[] = []
    let length = 0
    let first = true

    const add = (piece: Buffer): void => {
      // The buffer is used again, so what is kept of it has to be copied.
      if (length <= longestEntry) pieces.push(Buffer.from(piece))
      length += piece.length
    }
    const takeEntry = (): ListEntry | null => {
      let bytes = Buffer.concat(pieces)
      const tooLong = length > longestEntry
      pieces = []
      length = 0
      if (lines && first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
        bytes = bytes.subarray(3)
      first = false
      if (tooLong) return { text: fromPathBytes(bytes.subarray(0, keptOfTooLong)), tooLong }
      if (lines && bytes.at(-1) === 0x0d) bytes = bytes.subarray(0, -1)
      return bytes.length === 0 ? null : { text: fromPathBytes(bytes), tooLong }
    }

    for (;;) {
      const read = readSome(file, buffer, waiting)
      if (read === 0) break
      let from = 0
      while (from < read) {
        const end = buffer.subarray(0, read).indexOf(separatorByte, from)
        add(buffer.subarray(from, end === -1 ? read : end))
        if (end === -1) break
        const entry = takeEntry()
        if (entry !== null) yield entry
        from = end + 1
      }
    }
    const last = takeEntry()
    if (last !== null) yield last
  } finally {
    closeSync(file)
  }
}

function readSome(file: number, buffer: Buffer, waiting: () => void): number {
  for (;;) {
    try {
      return readSync(file, buffer, 0, buffer.length, null)
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error
      waiting()
      rest(pipeInterval)
    }
  }
}

/** Lets the thread rest; the thread can be ended meanwhile, which it cannot inside a blocking read. */
function rest(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
