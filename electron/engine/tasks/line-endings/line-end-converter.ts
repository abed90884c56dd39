import iconv from 'iconv-lite'
import { unitSize, type Encoding } from '../encoding/encodings.ts'

const lineFeed = 10
const carriageReturn = 13
const characters = { lf: '\n', crlf: '\r\n', cr: '\r' } as const

/** Changes the line ends of a file that comes in pieces. All other bytes stay what they are. */
export class LineEndConverter {
  /** How many of each kind there were. */
  readonly counts = { lf: 0, crlf: 0, cr: 0 }
  readonly #unit: number
  /** Where in a unit its lowest byte stands. */
  readonly #low: number
  readonly #ending: Buffer
  readonly #write: (bytes: Uint8Array) => void
  /** Whether what came last was a CR that has not been written: an LF may belong to it. */
  #isAfterReturn = false
  /** A unit that is not whole yet. */
  #pending: Buffer = Buffer.alloc(0)

  /** @param write takes what is to be written; it must be used before the next call */
  constructor(encoding: Encoding, to: keyof typeof characters, write: (bytes: Uint8Array) => void) {
    this.#unit = unitSize(encoding)
    this.#low = encoding.endsWith('be') ? this.#unit - 1 : 0
    this.#ending = iconv.encode(characters[to], encoding)
    this.#write = write
  }

  add(piece: Buffer): void {
    const bytes = this.#pending.length === 0 ? piece : Buffer.concat([this.#pending, piece])
    const whole = bytes.length - (bytes.length % this.#unit)
    let done = 0
    for (let at = 0; at < whole; at += this.#unit) {
      const low = bytes[at + this.#low]
      const isFeed = low === lineFeed && this.#isCharacter(bytes, at)
      if (this.#isAfterReturn) {
        this.#isAfterReturn = false
        this.#endLine(isFeed ? 'crlf' : 'cr')
        if (isFeed) {
          done = at + this.#unit
          continue
        }
      }
      if (!isFeed && !(low === carriageReturn && this.#isCharacter(bytes, at))) continue
      this.#write(bytes.subarray(done, at))
      done = at + this.#unit
      if (isFeed) this.#endLine('lf')
      else this.#isAfterReturn = true
    }
    this.#write(bytes.subarray(done, whole))
    this.#pending = Buffer.from(bytes.subarray(whole))
  }

  end(): void {
    if (this.#isAfterReturn) this.#endLine('cr')
    this.#isAfterReturn = false
    this.#write(this.#pending)
  }

  #endLine(kind: keyof typeof characters): void {
    this.counts[kind] += 1
    this.#write(this.#ending)
  }

  /** Whether the other bytes of a unit are 0. */
  #isCharacter(bytes: Buffer, at: number): boolean {
    for (let index = 0; index < this.#unit; index += 1) {
      if (index !== this.#low && bytes[at + index] !== 0) return false
    }
    return true
  }
}
