import type { PathText } from '../../../shared/model/path-text.ts'
import { fromPathBytes } from '../path-bytes.ts'
import { listBytes } from './list-bytes.ts'

/** The longest entry of a list, in bytes; no system takes a path that long. */
export const longestEntry = 65_536

/** How much of an entry that is too long is kept, to be named in a message, in bytes. */
export const keptOfTooLong = 200

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
 * @param waiting called each time the list is a pipe whose writer is slower than its reader
 * @throws Error when the list cannot be opened or read, or is no list; mostly that of the system call
 */
export function* readList(
  path: PathText,
  separator: 'newline' | 'nul',
  waiting: () => void = () => undefined,
): Generator<ListEntry, void, undefined> {
  const lines = separator === 'newline'
  const separatorByte = lines ? 0x0a : 0x00
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

  for (const piece of listBytes(path, waiting)) {
    for (let from = 0; from < piece.length;) {
      const end = piece.indexOf(separatorByte, from)
      add(piece.subarray(from, end === -1 ? piece.length : end))
      if (end === -1) break
      const entry = takeEntry()
      if (entry !== null) yield entry
      from = end + 1
    }
  }
  const last = takeEntry()
  if (last !== null) yield last
}
