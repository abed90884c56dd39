import type { PathText } from '../../../../shared/model/path-text.ts'
import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { namedColumns } from '../csv/column-list.ts'
import { CsvWriter } from '../csv/csv-writer.ts'
import { readRows } from '../csv/read-rows.ts'
import { readTable } from '../csv/table.ts'
import { textOf } from '../encoding/decode.ts'
import { findTextForm } from '../encoding/detect.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import { TargetFile } from '../files/target-file.ts'
import type { TaskFunction } from '../task-type.ts'
import type { PickColumnsParameters } from './parameters.ts'

/** How many columns a message names. */
const namedInMessage = 20

/** Makes the function that keeps some columns of a CSV file. */
export function createPickColumnsTask(parameters: PickColumnsParameters): TaskFunction {
  const buffer = createReadBuffer()
  const wanted = namedColumns('pick-columns', parameters.columns)
  return (item, context) => {
    using source = new SourceFile(item.path, buffer, context)
    const form = findTextForm(source, parameters.encoding)
    const { delimiter, rows } = readRows(textOf(source, form), item.path, parameters)
    const table = readTable(rows, item.path, parameters)
    const picked = wanted.map((text) => pick(text, table.names, parameters.header, item.path))
    using target = new TargetFile(context)
    const { outputDelimiter } = parameters
    const writer = new CsvWriter(target, outputDelimiter === 'same' ? delimiter : outputDelimiter)
    if (parameters.header) writer.write(picked.map(({ name }) => name))
    let count = 0
    for (const cells of table.rows) {
      writer.write(picked.map(({ index }) => cells[index] ?? ''))
      count += 1
    }
    writer.flush()
    target.finish()
    return [count, picked.length]
  }
}

/** A column that is kept. */
interface Picked {
  /** From 0. */
  readonly index: number
  readonly name: string
}

/** Finds what an entry of the list means. A name of the header comes before a place. */
function pick(text: string, names: readonly string[], hasHeader: boolean, path: PathText): Picked {
  const whole = find(text, names, hasHeader)
  if (whole !== null) return { index: whole, name: names[whole] ?? text }
  const arrow = text.lastIndexOf('=>')
  if (arrow >= 0) {
    const index = find(text.slice(0, arrow).trim(), names, hasHeader)
    if (index !== null) return { index, name: text.slice(arrow + 2).trim() }
  }
  const sought = arrow < 0 ? text : text.slice(0, arrow).trim()
  throw new ItemError(
    'INVALID_CONTENT',
    `${quotePath(path)} has no column ${JSON.stringify(sought)}. ${columnsText(names, hasHeader)}`,
  )
}

function find(text: string, names: readonly string[], hasHeader: boolean): number | null {
  const byName = hasHeader ? names.indexOf(text) : -1
  if (byName >= 0) return byName
  if (!/^[1-9]\d{0,5}$/u.test(text)) return null
  const index = Number(text) - 1
  return index < names.length ? index : null
}

function columnsText(names: readonly string[], hasHeader: boolean): string {
  if (names.length === 0) return 'It is empty.'
  if (!hasHeader) return `It has ${names.length} columns, which are named by their places.`
  const shown = names.slice(0, namedInMessage).map((name) => JSON.stringify(name))
  const more = names.length - shown.length
  return `Its columns: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}
