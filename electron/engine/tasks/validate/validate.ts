import type { Cell } from '../../../../shared/model/result.ts'
import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { readRows } from '../csv/read-rows.ts'
import { raggedRow } from '../csv/table.ts'
import { decodeStrictly, InvalidBytes, textOf } from '../encoding/decode.ts'
import { findTextForm } from '../encoding/detect.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import type { TaskFunction } from '../task-type.ts'
import type { ValidateParameters } from './parameters.ts'
import { Fault, TooMuchToHold } from './fault.ts'
import { JsonScanner } from './json-scanner.ts'
import { kindByName, type Kind } from './kinds.ts'
import { XmlCheck } from './xml-check.ts'
import { findXmlForm } from './xml-form.ts'

const kindNames: Readonly<Record<Kind, string>> = {
  json: 'JSON',
  jsonl: 'JSON Lines',
  csv: 'CSV',
  xml: 'XML',
}

/** Makes the function that checks whether a file is well-formed. */
export function createValidateTask(parameters: ValidateParameters): TaskFunction {
  const buffer = createReadBuffer()
  return (item, context) => {
    const kind = parameters.kind === 'auto' ? kindByName(item.path) : parameters.kind
    if (kind === null) {
      throw new ItemError(
        'INVALID_CONTENT',
        `${quotePath(item.path)} has no extension that says whether it is JSON, CSV or XML. Choose the kind.`,
      )
    }
    using source = new SourceFile(item.path, buffer, context)
    return kind === 'csv' ? checkCsv(source, parameters) : checkText(source, kind, parameters)
  }
}

function checkCsv(source: SourceFile, parameters: ValidateParameters): Cell[] {
  const form = findTextForm(source, parameters.encoding)
  const { rows } = readRows(textOf(source, form), source.path, { ...parameters, looseQuotes: false })
  let width: number | null = null
  let count = 0
  for (const { cells, line } of rows) {
    width ??= cells.length
    if (cells.length !== width) throw raggedRow(source.path, line, cells.length, width)
    count += 1
  }
  return ['csv', form.encoding, Math.max(count - 1, 0)]
}

function checkText(
  source: SourceFile,
  kind: 'json' | 'jsonl' | 'xml',
  parameters: ValidateParameters,
): Cell[] {
  const check = kind === 'xml' ? new XmlCheck() : new JsonScanner({ lines: kind === 'jsonl', ...parameters })
  try {
    const form =
      kind === 'xml'
        ? findXmlForm(source, parameters.encoding)
        : findTextForm(source, parameters.encoding, () => 'utf-8')
    for (const text of decodeStrictly(source.pieces(), form)) check.add(text)
    check.end()
    return [kind, form.encoding, check.records]
  } catch (error) {
    const fault = error instanceof InvalidBytes ? new Fault(check.line, check.column, error.message) : error
    throw fault instanceof Error ? asItemError(fault, source, kind) : fault
  }
}

function asItemError(error: Error, source: SourceFile, kind: Kind): Error {
  const name = quotePath(source.path)
  if (error instanceof Fault) {
    const place = `line ${error.line}, column ${error.column}`
    return new ItemError(
      'INVALID_CONTENT',
      `${name} is not well-formed ${kindNames[kind]}: ${place}: ${error.message}.`,
      { cause: error },
    )
  }
  if (error instanceof TooMuchToHold) {
    return new ItemError('TOO_LARGE', `${name} cannot be checked: ${error.message}.`, { cause: error })
  }
  return error
}
