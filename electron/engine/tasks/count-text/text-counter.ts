/** Counts lines, words and characters of a text that comes in pieces. */
export class TextCounter {
  /** Line feeds, as `wc -l` counts. */
  lines = 0
  /** Runs of characters that are not white space. */
  words = 0
  /** Characters of Unicode; both halves in UTF-16 are one. */
  characters = 0
  #isInWord = false

  /** @param text must not end between the halves of a character */
  add(text: string): void {
    let isInWord = this.#isInWord
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index)
      if (unit >= 0xdc00 && unit <= 0xdfff) continue
      this.characters += 1
      if (unit === 10) this.lines += 1
      if (isSpace(unit)) {
        isInWord = false
      } else if (!isInWord) {
        isInWord = true
        this.words += 1
      }
    }
    this.#isInWord = isInWord
  }
}

/** Counts a text within one that comes in pieces. */
export class LiteralCounter {
  count = 0
  readonly #sought: string
  #pending = ''

  /** @param sought must not be empty for `add` to be called */
  constructor(sought: string) {
    this.#sought = sought
  }

  add(piece: string): void {
    const text = this.#pending + piece
    let done = 0
    for (let found = text.indexOf(this.#sought); found >= 0; found = text.indexOf(this.#sought, done)) {
      this.count += 1
      done = found + this.#sought.length
    }
    this.#pending = text.slice(Math.max(done, text.length - this.#sought.length + 1))
  }
}

/** White space beyond Latin-1. U+FEFF is a mark, and parts nothing. */
const otherSpace = /(?!\uFEFF)\s/u

/** White space as Unicode has it: what parts words. */
function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 9 && unit <= 13)
  if (unit < 0x80) return false
  return unit === 0x85 || unit === 0xa0 || (unit >= 0x1680 && otherSpace.test(String.fromCharCode(unit)))
}
