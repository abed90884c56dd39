import type { Cell } from '../../../../shared/model/result.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { Declaration } from './declaration.ts'
import { longestResult } from './limits.ts'

/** What is wrong with a value that a script has returned: the rest of a sentence about it. */
export class UnusableResult extends Error {
  override readonly name = 'UnusableResult'
  readonly isTooLarge: boolean

  constructor(message: string, isTooLarge = false) {
    super(message)
    this.isTooLarge = isTooLarge
  }
}

/**
 * The cells of what a script has returned: one for each column that it declared, or the only one.
 * @throws UnusableResult
 */
export function cellsOf(returned: unknown, columns: Declaration['columns']): Cell[] {
  const cells = columns === null ? [cellOf(returned, 'result')] : cellsByName(returned, columns)
  const length = cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 0), 0)
  if (length > longestResult) {
    const most = longestResult.toLocaleString('en')
    throw new UnusableResult(
      `returned ${length.toLocaleString('en')} characters, of which a result may have ${most}. Let it write a file instead`,
      true,
    )
  }
  return cells
}

function cellsByName(returned: unknown, columns: NonNullable<Declaration['columns']>): Cell[] {
  if (returned === undefined || returned === null) return columns.map(() => null)
  if (typeof returned !== 'object' || Array.isArray(returned)) {
    throw new UnusableResult(
      `returned ${Array.isArray(returned) ? 'a list' : `a ${typeof returned}`} where it declares columns: an object with their names is needed`,
    )
  }
  const values = new Map<string, unknown>(Object.entries(returned))
  const names = columns.map(({ name }) => name)
  const unknown = [...values.keys()].find((key) => !names.includes(key))
  if (unknown !== undefined) {
    throw new UnusableResult(
      `returned a value "${unknown}", which is none of its columns.${didYouMean(unknown, names)} They are: ${names.join(', ')}`,
    )
  }
  return names.map((name) => cellOf(values.get(name), name))
}

function cellOf(value: unknown, name: string): Cell {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'bigint':
      return String(value)
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : value instanceof Date ? dateText(value) : jsonOf(value, name)
    case 'function':
    case 'symbol':
      throw new UnusableResult(`returned a ${typeof value} as "${name}", which cannot be kept`)
  }
}

function dateText(date: Date): string | null {
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

function jsonOf(value: object, name: string): string | null {
  try {
    const text: unknown = JSON.stringify(value, (_key, each: unknown) =>
      typeof each === 'bigint' ? String(each) : each,
    )
    return typeof text === 'string' ? text : null
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new UnusableResult(`returned a value as "${name}" that has no form in JSON (${reason})`)
  }
}
