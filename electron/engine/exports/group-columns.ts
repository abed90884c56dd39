import type { ResultColumn } from '../../../shared/model/result.ts'
import { EngineError } from '../errors.ts'
import type { GroupColumns } from '../store/result-groups.ts'

/** The column in which task types tell which file an item is on its volume, so that hard links are told apart. */
const inodeColumn = 'inode'

/**
 * What results are grouped by, for a column of the task type.
 * @throws EngineError INVALID_COLUMNS
 */
export function groupColumns(name: string, resultColumns: readonly ResultColumn[]): GroupColumns {
  const inode = valueIndex(inodeColumn, resultColumns)
  return { value: requireValueIndex(name, resultColumns), inode: inode >= 0 ? inode : null }
}

/**
 * The place of a column among those of the task type.
 * @throws EngineError INVALID_COLUMNS
 */
export function requireValueIndex(name: string, resultColumns: readonly ResultColumn[]): number {
  const index = valueIndex(name, resultColumns)
  if (index >= 0) return index
  const valid = resultColumns.map((column) => column.name)
  throw new EngineError(
    'INVALID_COLUMNS',
    `The task of this run has no result column "${name}". It has: ${valid.join(', ') || 'none'}.`,
    { data: { column: name, valid } },
  )
}

function valueIndex(name: string, resultColumns: readonly ResultColumn[]): number {
  return resultColumns.findIndex((column) => column.name === name)
}
