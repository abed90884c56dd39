import { z } from 'zod'
import type { Cell, ResultColumn } from '../../../../shared/model/result.ts'
import { StringDecoder } from 'node:string_decoder'
import { cellOf, compilePattern, readColumns, type ColumnParameters } from './columns.ts'

/** No longer line is looked at, in characters. */
const longestLine = 1_000_000

/** The last line is not what was asked for: the rest of a sentence about the program. */
export class UnreadableOutput extends Error {
  override readonly name = 'UnreadableOutput'
}

const objectSchema = z.record(z.string(), z.unknown())

/** Makes columns of what a program prints, line by line: of the first match of each group, or of the last line's JSON. */
export class ColumnReader {
  readonly #columns: readonly ResultColumn[]
  readonly #pattern: RegExp | null
  readonly #decoder = new StringDecoder('utf8')
  readonly #found = new Map<string, string>()
  #line = ''
  #isTooLong = false
  #lastLine = ''

  constructor(parameters: ColumnParameters) {
    this.#columns = readColumns(parameters)
    this.#pattern = parameters.results === 'pattern' ? compilePattern(parameters.pattern) : null
  }

  add(bytes: Buffer): void {
    const parts = this.#decoder.write(bytes).split('\n')
    for (const [index, part] of parts.entries()) {
      if (index > 0) this.#endLine()
      this.#extend(part)
    }
  }

  /** The cells, when nothing more comes. @throws UnreadableOutput */
  cells(): Cell[] {
    this.#extend(this.#decoder.end())
    this.#endLine()
    if (this.#pattern !== null)
      return this.#columns.map((column) => cellOf(this.#found.get(column.name), column))
    const object = this.#lastObject()
    return this.#columns.map((column) => cellOf(object[column.name], column))
  }

  #extend(part: string): void {
    if (this.#line.length + part.length > longestLine) this.#isTooLong = true
    else this.#line += part
  }

  #endLine(): void {
    const line = this.#line.replace(/\r$/u, '')
    const isTooLong = this.#isTooLong
    this.#line = ''
    this.#isTooLong = false
    if (line.trim() === '') return
    this.#lastLine = isTooLong ? '' : line
    if (this.#pattern === null || isTooLong || this.#found.size === this.#columns.length) return
    for (const [name, value] of Object.entries(this.#pattern.exec(line)?.groups ?? {})) {
      // A group that took no part in the match has no value, which its type does not say.
      if (typeof value === 'string' && !this.#found.has(name)) this.#found.set(name, value)
    }
  }

  #lastObject(): Record<string, unknown> {
    try {
      return objectSchema.parse(JSON.parse(this.#lastLine))
    } catch {
      const line = this.#lastLine.length > 200 ? `${this.#lastLine.slice(0, 200)}…` : this.#lastLine
      const was = line === '' ? 'there is none' : `it is: ${line}`
      throw new UnreadableOutput(`was to print a JSON object as its last line, and ${was}`)
    }
  }
}
