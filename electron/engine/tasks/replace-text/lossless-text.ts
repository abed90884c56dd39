import iconv from 'iconv-lite'
import { fromPathBytes, toPathBytes } from '../../path-bytes.ts'
import type { Encoding } from '../encoding/encodings.ts'

/** How much text is encoded at a time, in units of UTF-16. */
const portion = 64 * 1024

/** The content of a file as text from which the very same bytes can be made again. */
export interface LosslessText {
  readonly text: string
  /** Encodes a text portion by portion; null for a portion with a character that the encoding does not have. */
  encode(text: string): Generator<Uint8Array | null, void, undefined>
}

/** Makes text of bytes; null where these bytes would not come back the same. */
export function losslessText(bytes: Buffer, encoding: Encoding): LosslessText | null {
  if (encoding === 'utf-8') return { text: utf8Text(bytes), encode: (text) => encodeBy(text, utf8Bytes) }
  if (encoding === 'utf-16le') return utf16Text(bytes, (units) => units)
  if (encoding === 'utf-16be') return utf16Text(bytes, (units) => Buffer.from(units).swap16())
  if (encoding === 'windows-1252') {
    return { text: windows1252Text(bytes), encode: (text) => encodeBy(text, windows1252Bytes) }
  }
  const text = iconv.decode(bytes, encoding, { stripBOM: false })
  if (text.includes('\uFFFD') || !iconv.encode(text, encoding).equals(bytes)) return null
  return {
    text,
    encode: (given) =>
      encodeBy(given, (part) => {
        const encoded = iconv.encode(part, encoding)
        return iconv.decode(encoded, encoding, { stripBOM: false }) === part ? encoded : null
      }),
  }
}

function* encodeBy(
  text: string,
  encode: (portion: string) => Uint8Array | null,
): Generator<Uint8Array | null, void, undefined> {
  let from = 0
  while (from < text.length) {
    let to = from + portion
    // The two halves of a character stay together.
    if (isHighSurrogate(text.charCodeAt(to - 1))) to += 1
    yield encode(text.slice(from, to))
    from = to
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

/** Bytes that are not valid UTF-8 become lone surrogates, as in the text of paths. */
function utf8Text(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  if (!text.includes('\uFFFD')) return text
  // By portions: a text made of very many pieces takes a multiple of its size.
  const units = Buffer.allocUnsafe(bytes.length * 2)
  let length = 0
  for (let from = 0; from < bytes.length;) {
    const to = characterStart(bytes, from + portion)
    length += units.write(fromPathBytes(bytes.subarray(from, to)), length, 'utf16le')
    from = to
  }
  return units.toString('utf16le', 0, length)
}

/** The position, or one shortly before it, where a character of UTF-8 begins. */
function characterStart(bytes: Buffer, position: number): number {
  if (position >= bytes.length) return bytes.length
  for (let back = 0; back < 4; back += 1) {
    if ((bytes.readUInt8(position - back) & 0xc0) !== 0x80) return position - back
  }
  return position
}

function utf8Bytes(text: string): Uint8Array {
  const bytes = toPathBytes(text)
  return typeof bytes === 'string' ? Buffer.from(bytes) : bytes
}

/** A last byte that is half a unit is kept aside. */
function utf16Text(bytes: Buffer, swap: (units: Buffer) => Buffer): LosslessText {
  const even = bytes.length - (bytes.length % 2)
  return {
    text: swap(bytes.subarray(0, even)).toString('utf16le'),
    *encode(text) {
      yield* encodeBy(text, (given) => swap(Buffer.from(given, 'utf16le')))
      if (even < bytes.length) yield bytes.subarray(even)
    },
  }
}

/** What 0x80 to 0x9F mean in Windows-1252. The five that it leaves open are control characters, as on the web. */
const windows1252 =
  '\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F' +
  '\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178'

function windows1252Text(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9F]/gu, (character) => windows1252.charAt(character.charCodeAt(0) - 0x80))
}

function windows1252Bytes(text: string): Uint8Array | null {
  let unknown = 0
  const latin1 = text.replace(/[^\x00-\x7F\xA0-\xFF]/gu, (character) => {
    const index = windows1252.indexOf(character)
    if (index < 0) unknown += 1
    return String.fromCharCode(0x80 + Math.max(index, 0))
  })
  return unknown === 0 ? Buffer.from(latin1, 'latin1') : null
}
