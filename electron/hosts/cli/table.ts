import { textWidth, visibleText } from './terminal-text.ts'

/** A column of a table for a terminal. */
export interface TableColumn {
  readonly title: string
  /** Numbers stand at the right. Default: left. */
  readonly align?: 'left' | 'right'
}

/**
 * Lines of a table whose columns are as wide as their widest cell. Cells are shown with nothing in them that
 * a terminal would act upon.
 */
export function tableLines(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  options: { readonly header: boolean },
): string[] {
  const shown = rows.map((row) => row.map(visibleText))
  const all = options.header ? [columns.map(({ title }) => title), ...shown] : shown
  const widths = columns.map((_, column) => Math.max(0, ...all.map((row) => textWidth(row[column] ?? ''))))
  return all.map((row) =>
    columns
      .map(({ align }, column) => {
        const cell = row[column] ?? ''
        const padding = ' '.repeat(Math.max(0, (widths[column] ?? 0) - textWidth(cell)))
        return align === 'right' ? padding + cell : cell + padding
      })
      .join('  ')
      .trimEnd(),
  )
}
