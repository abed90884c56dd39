import { ItemError } from '../../errors.ts'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { quotePath } from '../../inputs/problems.ts'
import { namedColumns } from '../csv/column-list.ts'
import { CsvWriter } from '../csv/csv-writer.ts'
import { textOf } from '../encoding/decode.ts'
import { findTextForm } from '../encoding/detect.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import { TargetFile } from '../files/target-file.ts'
import { fieldsOf, stringOf, type Field } from '../json/fields.ts'
import type { TaskFunction } from '../task-type.ts'
import type { JsonlToCsvParameters } from './parameters.ts'
import { readLines, type Line } from './read-lines.ts'

/** More columns than this are the sign of keys that are data. */
const mostColumns = 10_000

/** Makes the function that turns a file of JSON Lines into CSV. */
export function createJsonlToCsvTask(parameters: JsonlToCsvParameters): TaskFunction {
  const buffer = createReadBuffer()
  const named = namedColumns('jsonl-to-csv', parameters.columns)
  const passes = named.length === 0 ? 2 : 1
  return (item, context) => {
    using source = new SourceFile(item.path, buffer, context)
    const form = findTextForm(source, parameters.encoding)
    const lines = (pass: number): Generator<Line, void, undefined> =>
      readLines(textOf(source, form, pass, passes), item.path)
    const columns = named.length === 0 ? columnsOf(lines(1), item.path) : named
    using target = new TargetFile(context)
    if (parameters.byteOrderMark) target.writeText('\uFEFF')
    const writer = new CsvWriter(target, parameters.delimiter, parameters.escapeFormulas)
    if (columns.length > 0) writer.write(columns)
    let count = 0
    for (const line of lines(passes)) {
      const values = new Map(fieldsIn(line, item.path).map(({ key, raw }) => [key, raw]))
      writer.write(columns.map((column) => cellOf(values.get(column))))
      count += 1
    }
    writer.flush()
    target.finish()
    return [count, columns.length]
  }
}

/** All keys in the order in which they first occur. */
function columnsOf(lines: Iterable<Line>, path: PathText): string[] {
  const columns = new Set<string>()
  for (const line of lines) {
    for (const { key } of fieldsIn(line, path)) columns.add(key)
    if (columns.size > mostColumns) {
      throw new ItemError(
        'TOO_LARGE',
        `${quotePath(path)} has more than ${mostColumns.toLocaleString('en')} different keys. Name the columns.`,
      )
    }
  }
  return [...columns]
}

function fieldsIn({ text, number }: Line, path: PathText): Field[] {
  const place = `${quotePath(path)} has in line ${number}`
  try {
    JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ItemError('INVALID_CONTENT', `${place} no valid JSON: ${reason}.`, { cause: error })
  }
  const fields = fieldsOf(text)
  if (fields !== null) return fields
  throw new ItemError('INVALID_CONTENT', `${place} a value that is no object, so it has no columns.`)
}

/** A string as it reads, nothing for null, all else as it stands in JSON. */
function cellOf(raw: string | undefined): string {
  if (raw === undefined || raw === 'null') return ''
  return raw.startsWith('"') ? stringOf(raw) : raw
}
