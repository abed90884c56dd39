import { parse } from 'csv-parse/sync'
import { EngineError } from '../../errors.ts'

/**
 * The columns that a parameter names, written as a row of CSV. Empty for none.
 * @throws EngineError INVALID_PARAMETERS
 */
export function namedColumns(task: string, text: string): string[] {
  try {
    const rows: string[][] = parse(text, { trim: true, skip_empty_lines: true })
    if (rows.length <= 1) return rows[0] ?? []
  } catch (error) {
    throw invalid(task, error)
  }
  throw invalid(task)
}

function invalid(task: string, cause?: unknown): EngineError {
  return new EngineError(
    'INVALID_PARAMETERS',
    'The parameter "columns" must name columns in one line, parted by commas, those with a comma or a quotation ' +
      'mark of their own in quotation marks.',
    { data: { task, parameter: 'columns' }, cause },
  )
}
