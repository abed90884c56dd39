import { readRows } from '../csv/read-rows.ts'
import { readTable } from '../csv/table.ts'
import { textOf } from '../encoding/decode.ts'
import { findTextForm } from '../encoding/detect.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import { TargetFile } from '../files/target-file.ts'
import type { TaskFunction } from '../task-type.ts'
import type { CsvToJsonlParameters } from './parameters.ts'

/** Makes the function that turns a CSV file into JSON Lines. */
export function createCsvToJsonlTask(parameters: CsvToJsonlParameters): TaskFunction {
  const buffer = createReadBuffer()
  const valueOf = parameters.values === 'text' ? JSON.stringify : typedValue
  return (item, context) => {
    using source = new SourceFile(item.path, buffer, context)
    const form = findTextForm(source, parameters.encoding)
    const { rows } = readRows(textOf(source, form), item.path, parameters)
    const table = readTable(rows, item.path, parameters)
    const keys = new Keys(parameters.header ? table.names : table.names.map(() => ''))
    using target = new TargetFile(context)
    let count = 0
    for (const cells of table.rows) {
      count += 1
      // Put together as text: an object would bring keys such as 1 and 2 into an order of its own.
      target.writeText(`{${cells.map((cell, index) => `${keys.at(index)}:${valueOf(cell)}`).join(',')}}\n`)
    }
    target.finish()
    return [count, table.names.length, form.encoding]
  }
}

/** The keys of columns, as JSON, no two of them the same: nothing would be left of the first. */
class Keys {
  readonly #texts: string[] = []
  readonly #taken: Set<string>

  /** @param names of the columns; an empty one is named after its place */
  constructor(names: readonly string[]) {
    this.#taken = new Set(names)
    const seen = new Set<string>()
    for (const name of names) {
      const key = name === '' || seen.has(name) ? this.#free(name, this.#texts.length + 1) : name
      seen.add(key)
      this.#texts.push(JSON.stringify(key))
    }
  }

  /** @param index from 0; one beyond the last column is named after its place */
  at(index: number): string {
    while (this.#texts.length <= index) {
      this.#texts.push(JSON.stringify(this.#free('', this.#texts.length + 1)))
    }
    return this.#texts[index] ?? ''
  }

  #free(name: string, place: number): string {
    const beginning = name === '' ? 'column' : name
    let key = `${beginning}_${place}`
    while (this.#taken.has(key)) key += '_'
    this.#taken.add(key)
    return key
  }
}

/** What a cell means, where that can be written as the same text again; else the text. */
function typedValue(cell: string): string {
  if (cell === '') return 'null'
  if (cell === 'true' || cell === 'false') return cell
  const number = Number(cell)
  return Number.isFinite(number) && String(number) === cell ? cell : JSON.stringify(cell)
}
