import { itemColumns } from '../../../../shared/model/export.ts'
import type { Cell, ResultColumn } from '../../../../shared/model/result.ts'
import { EngineError } from '../../errors.ts'
import { takesAll, type CallParameters } from './call.ts'

/** The parameters that say what of the output becomes columns. */
export interface ColumnParameters {
  readonly results: 'output' | 'pattern' | 'json'
  readonly pattern: string
  readonly columns: string
}

export const exitCodeColumn: ResultColumn = { name: 'exit_code', type: 'integer' }
/** The place in the input of the first file of the call, where a call may have several. */
const callColumn: ResultColumn = { name: 'call', type: 'integer' }
const outputColumn: ResultColumn = { name: 'output', type: 'text' }

const types: Readonly<Record<string, ResultColumn['type']>> = {
  text: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
}

/** The columns of a command's results. What is no valid pattern has none: see `checkColumns`. */
export function commandColumns(parameters: ColumnParameters & CallParameters): ResultColumn[] {
  const own = parameters.results === 'output' ? [outputColumn] : readColumns(parameters)
  return [...columnsOfCall(parameters), ...own]
}

function columnsOfCall(parameters: CallParameters): ResultColumn[] {
  return takesAll(parameters) ? [exitCodeColumn, callColumn] : [exitCodeColumn]
}

/** @throws EngineError INVALID_PARAMETERS */
export function checkColumns(parameters: ColumnParameters & CallParameters): void {
  const { results, pattern } = parameters
  if (results === 'output') return
  const columns = readColumns(parameters)
  if (results === 'pattern') {
    const groups = groupsOf(pattern)
    if (!groups.ok) throw invalid('pattern', `The pattern is not a regular expression: ${groups.message}.`)
    if (groups.names.length === 0) {
      throw invalid(
        'pattern',
        'The pattern has no named group, such as (?<width>\\d+), from which a column is made.',
      )
    }
    const unknown = columns.find(({ name }) => !groups.names.includes(name))
    if (unknown !== undefined) {
      throw invalid(
        'columns',
        `The pattern has no group "${unknown.name}". Its groups: ${groups.names.join(', ')}.`,
      )
    }
  } else if (columns.length === 0) {
    throw invalid(
      'columns',
      'Name the columns that are taken from the JSON, such as: width:integer, height:integer.',
    )
  }
  const names = [...columnsOfCall(parameters), ...columns].map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index || isReserved(name))
  if (twice !== undefined)
    throw invalid('columns', `There is a column "${twice}" already. Choose another name.`)
  const wrong = namedColumns(parameters.columns).find(({ type }) => types[type] === undefined)
  if (wrong !== undefined) {
    throw invalid(
      'columns',
      `A column cannot be "${wrong.type}". Expected: text, integer, number or boolean.`,
    )
  }
}

/** The value of a column, made of what was printed. */
export function cellOf(value: unknown, { type }: ResultColumn): Cell {
  if (value === undefined || value === null) return null
  if (type === 'integer' || type === 'number') {
    const number =
      typeof value === 'number' ? value : Number(textOf(value).trim() === '' ? Number.NaN : value)
    return Number.isFinite(number) ? number : textOf(value)
  }
  if (type === 'boolean') {
    const text = textOf(value).toLowerCase()
    return text === 'true' ? true : text === 'false' ? false : textOf(value)
  }
  return textOf(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The columns besides the exit code: the groups of the pattern, or those that were named. */
export function readColumns({ results, pattern, columns }: ColumnParameters): ResultColumn[] {
  const named = namedColumns(columns).map(({ name, type }) => ({ name, type: types[type] ?? 'text' }))
  if (results === 'json') return named
  const groups = groupsOf(pattern)
  if (!groups.ok) return []
  const others = named.filter(({ name }) => !groups.names.includes(name))
  return [
    ...groups.names.map((name) => named.find((one) => one.name === name) ?? textColumn(name)),
    ...others,
  ]
}

function textColumn(name: string): ResultColumn {
  return { name, type: 'text' }
}

function namedColumns(text: string): { readonly name: string; readonly type: string }[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const colon = each.lastIndexOf(':')
      if (colon === -1) return { name: each, type: 'text' }
      return { name: each.slice(0, colon).trim(), type: each.slice(colon + 1).trim() }
    })
}

type Groups =
  { readonly ok: true; readonly names: string[] } | { readonly ok: false; readonly message: string }

function groupsOf(pattern: string): Groups {
  try {
    // With an empty alternative it matches anything, and says which groups there are.
    const match = new RegExp(`${compilePattern(pattern).source}|`, 'u').exec('')
    return { ok: true, names: Object.keys(match?.groups ?? {}) }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}

/** @throws SyntaxError */
export function compilePattern(pattern: string): RegExp {
  return new RegExp(pattern, 'u')
}

function isReserved(name: string): boolean {
  return itemColumns.some((column) => column === name)
}

function invalid(parameter: string, message: string): EngineError {
  return new EngineError('INVALID_PARAMETERS', message, { data: { task: 'command', parameter } })
}
