import { stringOf } from '../json/fields.ts'
import { deepestNesting, Fault, TooMuchToHold } from './fault.ts'

/** What may come next between the parts of values. */
type Structure = 'value' | 'first-element' | 'first-key' | 'key' | 'colon' | 'after-value'

/** How far a number has been read. */
type NumberPart =
  'minus' | 'zero' | 'integer' | 'point' | 'fraction' | 'exponent' | 'exponent-sign' | 'exponent-digits'

type State = Structure | NumberPart | 'string' | 'escape' | 'hex' | 'word'

/** In which states a number may end. */
const wholeNumber: ReadonlySet<State> = new Set<State>(['zero', 'integer', 'fraction', 'exponent-digits'])

/** Keys that are held to find doubled ones, in units of UTF-16. */
const mostHeld = 64 * 1024 * 1024

const quote = 0x22
const backslash = 0x5c
const newline = 10

/** How JSON is checked. */
export interface JsonScan {
  /** Whether each line is a value, as in JSON Lines, or the whole file is one. */
  readonly lines: boolean
  readonly duplicateKeys: 'allow' | 'fail'
}

/** Checks JSON that comes in pieces against RFC 8259, holding no more than how deep it is in. */
export class JsonScanner {
  /** Where it has got to. */
  line = 1
  column = 1
  #values = 0
  readonly #lines: boolean
  /** The keys of each object that is open; null for an array. */
  readonly #open: (Set<string> | null)[] = []
  readonly #holdsKeys: boolean
  #held = 0
  #state: State = 'value'
  #isKey = false
  /** What is read of a key that is to be held. */
  #key = ''
  #hexDigits = 0
  #word = ''
  #wordRead = 0

  constructor({ lines, duplicateKeys }: JsonScan) {
    this.#lines = lines
    this.#holdsKeys = duplicateKeys === 'fail'
  }

  /** How many values there were, for JSON Lines; else null. */
  get records(): number | null {
    return this.#lines ? this.#values : null
  }

  /** @throws Fault, TooMuchToHold */
  add(text: string): void {
    let index = 0
    while (index < text.length) {
      if (this.#state === 'string') {
        const end = this.#plainEnd(text, index)
        if (this.#isKey && this.#holdsKeys) this.#keep(text.slice(index, end))
        index = end
        if (index === text.length) return
      }
      const code = text.charCodeAt(index)
      if (this.#take(code)) {
        index += 1
        if (code === newline) {
          this.line += 1
          this.column = 1
        } else if (code < 0xdc00 || code > 0xdfff) this.column += 1
      }
    }
  }

  /** @throws Fault when the text is cut off */
  end(): void {
    if (wholeNumber.has(this.#state)) this.#endValue()
    if (this.#open.length === 0 && this.#state === 'after-value') return
    if (this.#open.length === 0 && this.#state === 'value') {
      if (this.#lines) return
      throw this.#fault('there is no value; the file is empty')
    }
    throw this.#fault('the text ends too early')
  }

  /** Where in a string a character stands that means something; counts what comes before. */
  #plainEnd(text: string, from: number): number {
    let index = from
    while (index < text.length) {
      const code = text.charCodeAt(index)
      if (code === quote || code === backslash || code < 0x20) break
      if (code < 0xdc00 || code > 0xdfff) this.column += 1
      index += 1
    }
    return index
  }

  /** Takes a character. False when it only ended a number, and is to be looked at again. */
  #take(code: number): boolean {
    const state = this.#state
    switch (state) {
      case 'string':
        this.#takeInString(code)
        return true
      case 'escape':
        this.#takeEscape(code)
        return true
      case 'hex':
        this.#takeHex(code)
        return true
      case 'word':
        this.#takeWord(code)
        return true
      case 'value':
      case 'first-element':
      case 'first-key':
      case 'key':
      case 'colon':
      case 'after-value':
        this.#takeStructure(state, code)
        return true
      case 'minus':
      case 'zero':
      case 'integer':
      case 'point':
      case 'fraction':
      case 'exponent':
      case 'exponent-sign':
      case 'exponent-digits':
        return this.#takeNumber(state, code)
    }
  }

  #takeStructure(state: Structure, code: number): void {
    if (code === newline && this.#lines) {
      this.#endLine()
      return
    }
    if (code === 0x20 || code === 9 || code === newline || code === 13) return
    switch (state) {
      case 'first-element':
        if (code === 0x5d) this.#close()
        else this.#beginValue(code)
        return
      case 'first-key':
        if (code === 0x7d) this.#close()
        else this.#beginKey(code, 'a key in quotation marks, or }, must come')
        return
      case 'key':
        this.#beginKey(code, 'a key in quotation marks must come')
        return
      case 'colon':
        if (code !== 0x3a) throw this.#unexpected(code, 'a colon must follow the key')
        this.#state = 'value'
        return
      case 'after-value':
        this.#takeAfterValue(code)
        return
      case 'value':
        this.#beginValue(code)
    }
  }

  #takeAfterValue(code: number): void {
    const open = this.#open.at(-1)
    if (open === undefined) throw this.#unexpected(code, 'nothing may come behind the value')
    const isObject = open !== null
    if (code === 0x2c) this.#state = isObject ? 'key' : 'value'
    else if (code === (isObject ? 0x7d : 0x5d)) this.#close()
    else throw this.#unexpected(code, `a comma or ${isObject ? '}' : ']'} must come`)
  }

  #beginKey(code: number, expected: string): void {
    if (code !== quote) throw this.#unexpected(code, expected)
    this.#state = 'string'
    this.#isKey = true
    this.#key = ''
  }

  #beginValue(code: number): void {
    if (code === quote) {
      this.#state = 'string'
      this.#isKey = false
    } else if (code === 0x7b) this.#enter(this.#newKeys(), 'first-key')
    else if (code === 0x5b) this.#enter(null, 'first-element')
    else if (code === 0x2d) this.#state = 'minus'
    else if (code === 0x30) this.#state = 'zero'
    else if (isDigit(code)) this.#state = 'integer'
    else if (code === 0x74) this.#beginWord('true')
    else if (code === 0x66) this.#beginWord('false')
    else if (code === 0x6e) this.#beginWord('null')
    else throw this.#unexpected(code, 'a value must come')
  }

  #newKeys(): Set<string> {
    return this.#holdsKeys ? new Set() : noKeys
  }

  #enter(keys: Set<string> | null, state: State): void {
    if (this.#open.length >= deepestNesting) {
      throw new TooMuchToHold(`it is nested more than ${deepestNesting.toLocaleString('en')} deep`)
    }
    this.#open.push(keys)
    this.#state = state
  }

  #close(): void {
    const keys = this.#open.pop()
    if (this.#holdsKeys) for (const key of keys ?? []) this.#held -= key.length
    this.#endValue()
  }

  #endValue(): void {
    this.#state = 'after-value'
    if (this.#open.length === 0) this.#values += 1
  }

  #endLine(): void {
    if (this.#open.length > 0) throw this.#fault('the line ends within a value')
    this.#state = 'value'
  }

  #takeInString(code: number): void {
    if (code === backslash) {
      this.#state = 'escape'
      this.#keep('\\')
    } else if (code === quote) this.#endString()
    else throw this.#unexpected(code, 'control characters in strings must be escaped')
  }

  #endString(): void {
    if (!this.#isKey) return this.#endValue()
    this.#state = 'colon'
    if (!this.#holdsKeys) return
    const key = stringOf(`"${this.#key}"`)
    const keys = this.#open.at(-1)
    if (keys?.has(key) === true) throw this.#fault(`the object has the key ${shown(key)} a second time`)
    keys?.add(key)
    this.#key = ''
    // What is held from now on is the key as it is and not as it was written.
    this.#held += key.length
  }

  #takeEscape(code: number): void {
    const character = String.fromCharCode(code)
    if (character === 'u') {
      this.#state = 'hex'
      this.#hexDigits = 0
    } else if ('"\\/bfnrt'.includes(character)) this.#state = 'string'
    else throw this.#unexpected(code, 'what follows a backslash must be one of "\\/bfnrtu')
    this.#keep(character)
  }

  #takeHex(code: number): void {
    const character = String.fromCharCode(code)
    if (!/[\dA-Fa-f]/u.test(character))
      throw this.#unexpected(code, 'four hexadecimal digits must follow \\u')
    this.#keep(character)
    this.#hexDigits += 1
    if (this.#hexDigits === 4) this.#state = 'string'
  }

  #keep(text: string): void {
    if (!this.#isKey || !this.#holdsKeys) return
    this.#key += text
    if (this.#held + this.#key.length > mostHeld) {
      throw new TooMuchToHold('it has too many keys for doubled ones to be found')
    }
  }

  #beginWord(word: string): void {
    this.#state = 'word'
    this.#word = word
    this.#wordRead = 1
  }

  #takeWord(code: number): void {
    if (code !== this.#word.charCodeAt(this.#wordRead)) {
      throw this.#unexpected(code, `only the word ${this.#word} begins like this`)
    }
    this.#wordRead += 1
    if (this.#wordRead === this.#word.length) this.#endValue()
  }

  #takeNumber(part: NumberPart, code: number): boolean {
    const next = nextPart(part, code)
    if (next !== null) {
      this.#state = next
      return true
    }
    if (!wholeNumber.has(part)) throw this.#unexpected(code, 'a digit must come')
    this.#endValue()
    return false
  }

  #unexpected(code: number, expected: string): Fault {
    return this.#fault(`${characterText(code)} is not expected here: ${expected}`)
  }

  #fault(problem: string): Fault {
    return new Fault(this.line, this.column, problem)
  }
}

/** For objects whose keys are not held. */
const noKeys = new Set<string>()

/** What a number goes on as with this character; null where it does not. */
function nextPart(part: NumberPart, code: number): NumberPart | null {
  switch (part) {
    case 'minus':
      if (code === 0x30) return 'zero'
      return isDigit(code) ? 'integer' : null
    case 'zero':
    case 'integer':
      if (part === 'integer' && isDigit(code)) return 'integer'
      if (code === 0x2e) return 'point'
      return isExponent(code) ? 'exponent' : null
    case 'point':
    case 'fraction':
      if (isDigit(code)) return 'fraction'
      return part === 'fraction' && isExponent(code) ? 'exponent' : null
    case 'exponent':
      if (code === 0x2b || code === 0x2d) return 'exponent-sign'
      return isDigit(code) ? 'exponent-digits' : null
    case 'exponent-sign':
    case 'exponent-digits':
      return isDigit(code) ? 'exponent-digits' : null
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isExponent(code: number): boolean {
  return code === 0x65 || code === 0x45
}

function characterText(code: number): string {
  if (code === newline) return 'a line end'
  if (code >= 0xd800 && code <= 0xdfff) return 'a character beyond U+FFFF'
  if (code > 0x20 && code < 0x7f) return `"${String.fromCharCode(code)}"`
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}

function shown(key: string): string {
  return JSON.stringify(key.length > 100 ? `${key.slice(0, 100)}…` : key)
}
