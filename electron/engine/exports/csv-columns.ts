import { displayPath } from '../../../shared/model/path-text.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import {
  groupColumnNames,
  outputColumns,
  type CsvOptions,
  type ItemColumn,
  type OutputColumn,
} from '../../../shared/model/export.ts'
import type { Cell, ResultColumn, ResultRow } from '../../../shared/model/result.ts'
import { EngineError } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import { toIsoDate } from './iso-date.ts'

/** A column that a run can be exported with. */
export interface CsvColumn extends ResultColumn {
  /** Whether it is exported unless columns are picked. */
  readonly selected: boolean
}

/** What a row of the export is made from: a result, or an item that was not done. */
export interface CsvRow extends Omit<ResultRow, 'position' | 'status' | 'startedAt' | 'duration' | 'worker'> {
  readonly status: ResultRow['status'] | 'not_done'
  readonly startedAt: number | null
  readonly duration: number | null
  readonly worker: number | null
  /** The place of its group, from 1, and how many results that has. Only in an export of groups. */
  readonly group?: number
  readonly groupCount?: number
}

const before: readonly ItemColumn[] = ['seq', 'path', 'status']
const after: readonly ItemColumn[] = [
  'size',
  'modified_at',
  'started_at',
  'duration_ms',
  'worker',
  'error_code',
  'error_message',
  'path_hex',
]

const itemColumnTypes: Readonly<Record<ItemColumn, ResultColumn['type']>> = {
  seq: 'integer',
  path: 'text',
  status: 'text',
  size: 'integer',
  modified_at: 'text',
  started_at: 'text',
  duration_ms: 'number',
  worker: 'integer',
  error_code: 'text',
  error_message: 'text',
  path_hex: 'text',
}

const itemCells: Readonly<Record<ItemColumn, (row: CsvRow) => Cell>> = {
  seq: (row) => row.seq,
  path: (row) => displayPath(row.path),
  // Written as the names of columns are, which spreadsheets and databases take as they are.
  status: (row) => row.status.replace('-', '_'),
  size: (row) => row.size,
  modified_at: (row) => toIsoDate(row.modifiedAt),
  started_at: (row) => toIsoDate(row.startedAt),
  duration_ms: (row) => (row.duration === null ? null : Math.round(row.duration * 1000) / 1000),
  worker: (row) => row.worker,
  error_code: (row) => row.error?.code ?? null,
  error_message: (row) => row.error?.message ?? null,
  path_hex: (row) => toHex(row.path),
}

/** What is offered of outputs where a run makes them. */
const outputCells: Readonly<Record<OutputColumn, (row: CsvRow) => Cell>> = {
  output_path: (row) =>
    row.output?.made === true && row.output.path !== null ? displayPath(row.output.path) : null,
  output_action: (row) => row.output?.action.replaceAll('-', '_') ?? null,
}

const groupCells: Readonly<Record<(typeof groupColumnNames)[number], (row: CsvRow) => Cell>> = {
  group: (row) => row.group ?? null,
  group_count: (row) => row.groupCount ?? null,
}

/**
 * The columns a run can be exported with, in their default order: those of its outputs and the task type's stand after
 * `status`.
 */
export function csvColumns(resultColumns: readonly ResultColumn[], makesOutputs: boolean): CsvColumn[] {
  return [
    ...before.map(describeItemColumn),
    ...(makesOutputs ? outputColumns.map((name) => ({ name, type: 'text' as const, selected: true })) : []),
    ...resultColumns.map(({ name, type }) => ({ name, type, selected: true })),
    ...after.map(describeItemColumn),
  ]
}

/** A column that was picked, and how its cell is read from a row. */
export interface PickedColumn {
  readonly name: string
  cell(row: CsvRow): Cell
}

/**
 * The columns that the options ask for, in that order.
 *
 * @throws {EngineError} INVALID_COLUMNS for a name that the run does not have
 */
export function pickColumns(
  resultColumns: readonly ResultColumn[],
  options: CsvOptions,
  makesOutputs: boolean,
): PickedColumn[] {
  const available = csvColumns(resultColumns, makesOutputs)
  const selected = available.filter((column) => column.selected).map((column) => column.name)
  const ofGroups = options.groupBy === undefined ? [] : groupColumnNames
  const names = options.columns ?? [...ofGroups, ...selected]
  return names.map((name) => {
    const ofGroup = ofGroups.find((each) => each === name)
    if (ofGroup !== undefined) return { name, cell: groupCells[ofGroup] }
    if (isItemColumn(name)) return { name, cell: itemCells[name] }
    if (makesOutputs && isOutputColumn(name)) return { name, cell: outputCells[name] }
    const index = resultColumns.findIndex((column) => column.name === name)
    if (index < 0) throw unknownColumn(name, available)
    return { name, cell: (row) => row.values[index] ?? null }
  })
}

function describeItemColumn(name: ItemColumn): CsvColumn {
  return { name, type: itemColumnTypes[name], selected: name !== 'path_hex' }
}

function isItemColumn(name: string): name is ItemColumn {
  return Object.hasOwn(itemCells, name)
}

function isOutputColumn(name: string): name is OutputColumn {
  return Object.hasOwn(outputCells, name)
}

function unknownColumn(name: string, available: readonly CsvColumn[]): EngineError {
  const valid = available.map((column) => column.name)
  return new EngineError(
    'INVALID_COLUMNS',
    `There is no column "${name}". The columns of this run are: ${valid.join(', ')}.`,
    { data: { column: name, valid } },
  )
}

function toHex(path: PathText): string {
  const bytes = toPathBytes(path)
  return (typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes).toString('hex')
}
