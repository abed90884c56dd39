import iconv from 'iconv-lite'
import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import type { SourceFile } from '../files/source-file.ts'
import type { TextForm } from './detect.ts'
import { isUnicode, unitSize } from './encodings.ts'
import { Utf8Check } from './utf8-check.ts'

const highSurrogateAtEnd = /[\uD800-\uDBFF]$/u
const loneSurrogate = /\p{Surrogate}/u

/** Bytes that mean nothing in the encoding of the file. What comes before them was given as text. */
export class InvalidBytes extends Error {
  override readonly name = 'InvalidBytes'
}

/**
 * The text of a file piece by piece, without its byte-order mark, with no character divided between pieces. Bytes
 * that mean nothing become U+FFFD.
 */
export function* decode(
  pieces: Iterable<Buffer>,
  { encoding, markLength }: TextForm,
): Generator<string, void, undefined> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: false })
  let held = ''
  for (const piece of withoutMark(pieces, markLength)) {
    const text = held + decoder.write(piece)
    held = highSurrogateAtEnd.test(text.slice(-1)) ? text.slice(-1) : ''
    yield held === '' ? text : text.slice(0, -1)
  }
  yield held + (decoder.end() ?? '')
}

/**
 * As `decode`, but of bytes that mean nothing it makes an error, after it has given the text before them.
 * @throws InvalidBytes
 */
export function* decodeStrictly(
  pieces: Iterable<Buffer>,
  form: TextForm,
): Generator<string, void, undefined> {
  if (form.encoding === 'utf-8') return yield* decode(strictUtf8(pieces), form)
  const counted = new Counted(pieces)
  for (const text of decode(counted.pieces(), form)) {
    const fault = faultIn(text, form)
    yield fault < 0 ? text : text.slice(0, fault)
    if (fault >= 0) throw new InvalidBytes(`bytes that mean nothing in ${form.encoding}`)
  }
  if (counted.length % unitSize(form.encoding) !== 0) {
    throw new InvalidBytes(`a character of ${form.encoding} that is cut off at the end`)
  }
}

/**
 * The text of a file piece by piece, as `decodeStrictly`, for tasks that need no more than to be told.
 * @throws ItemError INVALID_CONTENT for bytes that mean nothing
 */
export function* textOf(
  source: SourceFile,
  form: TextForm,
  pass = 1,
  passes = 1,
): Generator<string, void, undefined> {
  let line = 1
  try {
    for (const text of decodeStrictly(source.pieces(pass, passes), form)) {
      yield text
      line += lineEnds(text)
    }
  } catch (error) {
    if (!(error instanceof InvalidBytes)) throw error
    throw new ItemError(
      'INVALID_CONTENT',
      `${quotePath(source.path)} has in line ${line} ${error.message}. Name the encoding that it is in.`,
    )
  }
}

function lineEnds(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

function faultIn(text: string, { encoding }: TextForm): number {
  if (!isUnicode(encoding)) return text.indexOf('\uFFFD')
  return text.isWellFormed() ? -1 : text.search(loneSurrogate)
}

/** Passes UTF-8 on up to the first byte that is not valid. */
function* strictUtf8(pieces: Iterable<Buffer>): Generator<Buffer, void, undefined> {
  const check = new Utf8Check()
  let position = 0
  for (const piece of pieces) {
    const fault = check.add(piece)
    if (fault !== null) {
      if (fault > position) yield piece.subarray(0, fault - position)
      throw new InvalidBytes(`a byte that is not valid UTF-8, at position ${fault.toLocaleString('en')}`)
    }
    position += piece.length
    yield piece
  }
  if (check.end() !== null) throw new InvalidBytes('a character of UTF-8 that is cut off at the end')
}

class Counted {
  length = 0
  readonly #pieces: Iterable<Buffer>

  constructor(pieces: Iterable<Buffer>) {
    this.#pieces = pieces
  }

  *pieces(): Generator<Buffer, void, undefined> {
    for (const piece of this.#pieces) {
      this.length += piece.length
      yield piece
    }
  }
}

function* withoutMark(pieces: Iterable<Buffer>, length: number): Generator<Buffer, void, undefined> {
  let left = length
  for (const piece of pieces) {
    const cut = Math.min(left, piece.length)
    left -= cut
    if (cut < piece.length) yield piece.subarray(cut)
  }
}
