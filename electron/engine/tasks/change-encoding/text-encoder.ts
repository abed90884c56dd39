import iconv from 'iconv-lite'
import { isUnicode, type Encoding } from '../encoding/encodings.ts'

/** Encodes text that comes in pieces, none of which ends within a character. */
export interface TextEncoder {
  /** A character that the encoding does not have becomes a question mark. */
  encode(text: string): Buffer
  /** How many such characters there were. */
  readonly unknown: number
  /** The first of them. */
  readonly firstUnknown: string | null
}

/** Makes an encoder. None of the encodings keeps a state from one character to the next. */
export function createTextEncoder(encoding: Encoding): TextEncoder {
  let unknown = 0
  let firstUnknown: string | null = null

  const encodeCharacter = (character: string): Buffer => {
    const bytes = iconv.encode(character, encoding)
    if (isSame(bytes, character)) return bytes
    unknown += 1
    firstUnknown ??= character
    return iconv.encode('?', encoding)
  }
  const isSame = (bytes: Buffer, text: string): boolean =>
    !text.includes('\uFFFD') && iconv.decode(bytes, encoding, { stripBOM: false }) === text

  return {
    encode(text) {
      const bytes = iconv.encode(text, encoding)
      // The library says nothing of characters that it could not encode.
      if (isUnicode(encoding) || isSame(bytes, text)) return bytes
      return Buffer.concat(Array.from(text, encodeCharacter))
    },
    get unknown() {
      return unknown
    },
    get firstUnknown() {
      return firstUnknown
    },
  }
}
