import type { SourceFile } from '../files/source-file.ts'
import { unitSize, type Encoding, type EncodingChoice } from './encodings.ts'
import { Utf8Check } from './utf8-check.ts'

/** How a file is encoded. */
export interface TextForm {
  readonly encoding: Encoding
  /** The length of the byte-order mark that it begins with, in bytes. 0 for none. */
  readonly markLength: number
}

/** The byte-order marks. That of UTF-32 begins with that of UTF-16, so it comes first. */
const marks: readonly { readonly encoding: Encoding; readonly bytes: Buffer }[] = [
  { encoding: 'utf-32le', bytes: Buffer.from([0xff, 0xfe, 0, 0]) },
  { encoding: 'utf-32be', bytes: Buffer.from([0, 0, 0xfe, 0xff]) },
  { encoding: 'utf-8', bytes: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', bytes: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', bytes: Buffer.from([0xfe, 0xff]) },
]

/** The byte-order mark of an encoding; empty for one that has none. */
export function byteOrderMark(encoding: Encoding): Buffer {
  return marks.find((mark) => mark.encoding === encoding)?.bytes ?? Buffer.alloc(0)
}

/**
 * Tells how a file is encoded: as was said; else by its byte-order mark; else UTF-8 where all of it is valid, else
 * what `otherwise` says.
 * @param otherwise is given the position of the first byte that is not ASCII. Default: Windows-1252, which has a
 *   meaning for nearly every byte
 */
export function findTextForm(
  source: Pick<SourceFile, 'part' | 'quietPieces'>,
  choice: EncodingChoice,
  otherwise: (firstOther: number) => Encoding = () => 'windows-1252',
): TextForm {
  const beginning = source.part(0, 4)
  if (choice !== 'auto') {
    const mark = byteOrderMark(choice)
    return { encoding: choice, markLength: startsWith(beginning, mark) ? mark.length : 0 }
  }
  const marked = marks.find(({ bytes }) => startsWith(beginning, bytes))
  if (marked !== undefined) return { encoding: marked.encoding, markLength: marked.bytes.length }
  const check = new Utf8Check()
  for (const piece of source.quietPieces()) {
    if (check.add(piece) !== null) return { encoding: otherwise(check.firstOther ?? 0), markLength: 0 }
  }
  const encoding = check.end() === null ? 'utf-8' : otherwise(check.firstOther ?? 0)
  return { encoding, markLength: 0 }
}

/** Whether bytes look like no text at all: a NUL byte stands in an encoding whose characters have none. */
export function looksBinary(piece: Uint8Array, encoding: Encoding): boolean {
  return unitSize(encoding) === 1 && piece.includes(0)
}

function startsWith(bytes: Buffer, mark: Buffer): boolean {
  return mark.length > 0 && bytes.subarray(0, mark.length).equals(mark)
}
