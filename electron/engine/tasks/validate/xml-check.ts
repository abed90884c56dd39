import { SaxesParser } from 'saxes'
import { deepestNesting, Fault, TooMuchToHold } from './fault.ts'

/** The longest tag, comment or other piece of markup, in units of UTF-16: the parser holds it. */
const longestMarkup = 32 * 1024 * 1024

/**
 * Checks XML 1.0 that comes in pieces for being well-formed. Nothing that a document type declaration names is ever
 * read: an entity that one declares is known by its name, and stands for nothing.
 */
export class XmlCheck {
  readonly #parser = new SaxesParser()
  #elements = 0
  #depth = 0
  /** Whether entities may be declared where nobody looks. */
  #hasMoreDeclarations = false
  #fault: Fault | null = null
  /** How much was given to the parser, in units of UTF-16. */
  #given = 0
  /** Where the last piece of markup ended. */
  #markupEnd = 0
  /** Where markup begins that has not ended; null for none. */
  #markupStart: number | null = null

  constructor() {
    const parser = this.#parser
    const ended = (): void => {
      this.#markupEnd = parser.position
    }
    parser.on('error', (error) => {
      this.#note(error)
    })
    parser.on('opentag', () => {
      this.#elements += 1
      this.#depth += 1
      ended()
    })
    parser.on('closetag', () => {
      this.#depth -= 1
      ended()
    })
    parser.on('doctype', (doctype) => {
      this.#declare(doctype)
      ended()
    })
    parser.on('comment', ended)
    parser.on('cdata', ended)
    parser.on('processinginstruction', ended)
    parser.on('xmldecl', ended)
  }

  /** Where it has got to. */
  get line(): number {
    return this.#parser.line
  }

  get column(): number {
    return this.#parser.column + 1
  }

  /** How many elements there were. */
  get records(): number {
    return this.#elements
  }

  /** @throws Fault, TooMuchToHold */
  add(text: string): void {
    this.#parser.write(text)
    this.#throwFault()
    this.#given += text.length
    if (this.#depth > deepestNesting) {
      throw new TooMuchToHold(`it is nested more than ${deepestNesting.toLocaleString('en')} deep`)
    }
    this.#lookForOpenMarkup(text)
  }

  /** @throws Fault when the text is cut off */
  end(): void {
    this.#parser.close()
    this.#throwFault()
  }

  #throwFault(): void {
    if (this.#fault !== null) throw this.#fault
  }

  #note(error: Error): void {
    // The parser puts the place before its words.
    const words = error.message.replace(/^\d+:\d+: /u, '').replace(/\.$/u, '')
    if (words === 'undefined entity' && this.#hasMoreDeclarations) return
    this.#fault ??= new Fault(this.line, Math.max(this.#parser.column, 1), words)
  }

  #declare(doctype: string): void {
    this.#hasMoreDeclarations = /^\s*\S+\s+(?:SYSTEM|PUBLIC)\s|%[^\s;%]+;/u.test(doctype)
    for (const [, name] of doctype.matchAll(/<!ENTITY\s+([^\s%]+)\s/gu)) {
      if (name !== undefined) this.#parser.ENTITIES[name] = ''
    }
  }

  #lookForOpenMarkup(text: string): void {
    const begin = this.#given - text.length
    const from = Math.max(this.#markupEnd - begin, 0)
    if (this.#markupStart !== null && this.#markupEnd <= this.#markupStart) {
      // It began in an earlier piece and goes on.
      if (this.#given - this.#markupStart > longestMarkup) {
        throw new TooMuchToHold(
          `a tag, comment or section is longer than ${longestMarkup.toLocaleString('en')} characters`,
        )
      }
      return
    }
    const at = text.indexOf('<', from)
    this.#markupStart = at < 0 ? null : begin + at
  }
}
