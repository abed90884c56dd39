import type { ComparedItem, ComparisonRow } from '../../../../shared/model/comparison.ts'
import type { Cell, ResultColumn } from '../../../../shared/model/result.ts'

/** A result column in which the two runs have different values. */
export interface ChangedValue {
  readonly column: string
  readonly before: Cell
  readonly after: Cell
}

/** The columns in which the values of an item differ; none where one of the runs has no values of it. */
export function changedValues(
  row: Pick<ComparisonRow, 'before' | 'after'>,
  columns: readonly ResultColumn[],
): ChangedValue[] {
  const [before, after] = [valuesOf(row.before), valuesOf(row.after)]
  if (before === null || after === null) return []
  return columns
    .map(({ name }, index) => ({
      column: name,
      before: before[index] ?? null,
      after: after[index] ?? null,
    }))
    .filter((value) => value.before !== value.after)
}

function valuesOf(item: ComparedItem | null): readonly Cell[] | null {
  const result = item?.result ?? null
  return result === null || (result.status !== 'succeeded' && result.status !== 'already-done')
    ? null
    : result.values
}

/** What a table's cell shows of the changed values of one run: the value alone where there is one column only. */
export function changedText(
  changed: readonly ChangedValue[],
  side: 'before' | 'after',
  titleOf: (column: string) => string,
  columnCount: number,
): string {
  const textOf = (cell: Cell): string => (cell === null ? '–' : String(cell))
  return changed
    .map((value) =>
      columnCount === 1 ? textOf(value[side]) : `${titleOf(value.column)}: ${textOf(value[side])}`,
    )
    .join(', ')
}
