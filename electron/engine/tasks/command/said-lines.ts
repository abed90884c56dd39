import { StringDecoder } from 'node:string_decoder'

/** A line that has not ended is handed on in pieces of so many characters. */
const longestPiece = 16_384

/** How much of the last line is remembered, in characters. */
const longestLastLine = 500

/** Takes what a program writes and hands on whole lines, several at a time where they come so. */
export class SaidLines {
  readonly #say: (text: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''
  #lastLine = ''

  constructor(say: (text: string) => void) {
    this.#say = say
  }

  /** The last line that was not blank, its middle left out where it is very long. Empty before `end`, or without any. */
  get lastLine(): string {
    return this.#lastLine
  }

  add(bytes: Buffer): void {
    this.#take(this.#decoder.write(bytes))
  }

  /** Nothing more comes: what has not ended in a line break is handed on too. */
  end(): void {
    this.#take(this.#decoder.end())
    if (this.#rest !== '') this.#handOn(this.#rest)
    this.#rest = ''
  }

  #take(text: string): void {
    this.#rest += text
    const end = this.#rest.lastIndexOf('\n')
    if (end !== -1) {
      this.#handOn(this.#rest.slice(0, end))
      this.#rest = this.#rest.slice(end + 1)
    }
    while (this.#rest.length > longestPiece) {
      const cut = this.#rest.slice(0, longestPiece)
      this.#handOn(cut)
      this.#rest = this.#rest.slice(longestPiece)
    }
  }

  #handOn(lines: string): void {
    let left = lines
    while (left.length > longestPiece) {
      const lineBreak = left.lastIndexOf('\n', longestPiece)
      this.#say(left.slice(0, lineBreak === -1 ? longestPiece : lineBreak))
      left = left.slice(lineBreak === -1 ? longestPiece : lineBreak + 1)
    }
    this.#say(left)
    const last = lines.trimEnd()
    if (last === '') return
    const line = last.slice(last.search(/[^\n\r]*$/u)).trim()
    this.#lastLine =
      line.length > longestLastLine
        ? `${line.slice(0, longestLastLine / 2)}…${line.slice(-longestLastLine / 2)}`
        : line
  }
}
