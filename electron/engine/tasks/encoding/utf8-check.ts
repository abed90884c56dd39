import { isAscii, isUtf8 } from 'node:buffer'

/** Looks whether a file that comes in pieces is valid UTF-8. A character may lie across pieces. */
export class Utf8Check {
  /** The beginning of a character whose rest is yet to come. */
  #pending: Buffer = Buffer.alloc(0)
  /** Where in the file what is pending begins, or the next piece where nothing is. */
  #position = 0
  #firstOther: number | null = null

  /** Where the first byte is that is not ASCII; null for none so far. */
  get firstOther(): number | null {
    return this.#firstOther
  }

  /** Takes the next piece; the position in the file of the first byte that is not valid, or null. */
  add(piece: Uint8Array): number | null {
    const bytes =
      this.#pending.length === 0
        ? Buffer.from(piece.buffer, piece.byteOffset, piece.length)
        : Buffer.concat([this.#pending, piece])
    this.#firstOther ??= this.#findOther(bytes)
    const complete = bytes.length - incompleteLength(bytes)
    const whole = bytes.subarray(0, complete)
    if (!isUtf8(whole)) return this.#position + validLength(whole)
    this.#pending = Buffer.from(bytes.subarray(complete))
    this.#position += complete
    return null
  }

  /** The end of the file: the position of a character that is cut off, or null. */
  end(): number | null {
    return this.#pending.length === 0 ? null : this.#position
  }

  #findOther(bytes: Buffer): number | null {
    return isAscii(bytes) ? null : this.#position + bytes.findIndex((byte) => byte >= 0x80)
  }
}

/** How many bytes at the end may be the beginning of a character. */
function incompleteLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes.readUInt8(bytes.length - back)
    if (byte < 0x80 || byte > 0xf4) return 0
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? back : 0
  }
  return 0
}

/** How many bytes come before the first that is not valid, in something that is not. */
function validLength(bytes: Buffer): number {
  let low = 0
  let high = bytes.length
  // A prefix that ends within a character is cut back to its last whole one, so that halving works.
  while (high - low > 1) {
    const middle = (low + high) >> 1
    const prefix = bytes.subarray(low, middle)
    const cut = prefix.length - incompleteLength(prefix)
    if (cut > 0 && isUtf8(prefix.subarray(0, cut))) low += cut
    else if (cut > 0) high = middle
    else break
  }
  while (low < bytes.length) {
    const length = [1, 2, 3, 4].find(
      (count) => low + count <= bytes.length && isUtf8(bytes.subarray(low, low + count)),
    )
    if (length === undefined) return low
    low += length
  }
  return low
}
