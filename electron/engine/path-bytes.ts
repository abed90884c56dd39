import { isUtf8 } from 'node:buffer'
import type { PathText } from '../../shared/model/path-text.ts'

const firstEscape = 0xdc80
const lastEscape = 0xdcff
const escapeBase = 0xdc00

/**
 * The path as system calls take it: the string itself where it is well-formed, and its raw bytes where it
 * holds bytes that are not valid UTF-8.
 *
 * A lone surrogate that stands for no byte (it can only come from a Windows name or from outside) becomes
 * the three bytes that generalised UTF-8 has for it, so that no two paths become the same bytes.
 */
export function toPathBytes(path: PathText): string | Buffer {
  if (path.isWellFormed()) return path
  const pieces: Buffer[] = []
  let wellFormed = ''
  for (const character of path) {
    const unit = character.charCodeAt(0)
    if (character.length === 2 || unit < 0xd800 || unit > 0xdfff) {
      wellFormed += character
      continue
    }
    if (wellFormed !== '') pieces.push(Buffer.from(wellFormed, 'utf8'))
    wellFormed = ''
    pieces.push(Buffer.from(surrogateBytes(unit)))
  }
  if (wellFormed !== '') pieces.push(Buffer.from(wellFormed, 'utf8'))
  return Buffer.concat(pieces)
}

/** The text that stands for a path of these bytes. `toPathBytes` gives the same bytes back. */
export function fromPathBytes(bytes: Uint8Array): PathText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isUtf8(buffer)) return buffer.toString('utf8')
  let text = ''
  let validFrom = 0
  let index = 0
  while (index < buffer.length) {
    const length = sequenceLength(buffer, index)
    if (length > 0) {
      index += length
      continue
    }
    text += buffer.toString('utf8', validFrom, index)
    text += String.fromCharCode(escapeBase + buffer.readUInt8(index))
    index += 1
    validFrom = index
  }
  return text + buffer.toString('utf8', validFrom)
}

function surrogateBytes(unit: number): number[] {
  if (unit >= firstEscape && unit <= lastEscape) return [unit - escapeBase]
  return [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]
}

/** The length of the valid UTF-8 sequence that starts at `index`, or 0 where none does. */
function sequenceLength(buffer: Buffer, index: number): number {
  const lead = buffer.readUInt8(index)
  if (lead < 0x80) return 1
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0
  if (length === 0 || index + length > buffer.length) return 0
  return isUtf8(buffer.subarray(index, index + length)) ? length : 0
}
