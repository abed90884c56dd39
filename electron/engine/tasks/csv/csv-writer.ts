import { stringify } from 'csv-stringify/sync'
import type { TargetFile } from '../files/target-file.ts'
import { delimiters, type DelimiterName } from './csv-parameters.ts'

/** Rows that are turned into text together. */
const rowsAtOnce = 500

/** Units of UTF-16 in rows that are gathered at most, so that long ones do not fill the memory. */
const charactersAtOnce = 1024 * 1024

/** Writes rows of CSV in UTF-8, with LF at line ends and quotation marks where they are needed. */
export class CsvWriter {
  readonly #target: TargetFile
  readonly #delimiter: string
  readonly #escapeFormulas: boolean
  #rows: (readonly string[])[] = []
  #characters = 0

  /** @param escapeFormulas puts a ' before a cell that a spreadsheet would take for a formula */
  constructor(target: TargetFile, delimiter: DelimiterName, escapeFormulas = false) {
    this.#target = target
    this.#delimiter = delimiters[delimiter]
    this.#escapeFormulas = escapeFormulas
  }

  write(row: readonly string[]): void {
    this.#rows.push(row)
    for (const cell of row) this.#characters += cell.length
    if (this.#rows.length >= rowsAtOnce || this.#characters >= charactersAtOnce) this.flush()
  }

  /** Writes what is gathered. To be called at the end. */
  flush(): void {
    const text = stringify(
      this.#rows.map((row) => [...row]),
      {
        delimiter: this.#delimiter,
        escape_formulas: this.#escapeFormulas,
        quoted_match: /[\r\n]/u,
        // A row of one empty cell would else be an empty line, which is no row.
        quoted_empty: this.#rows[0]?.length === 1,
      },
    )
    this.#target.writeText(text)
    this.#rows = []
    this.#characters = 0
  }
}
