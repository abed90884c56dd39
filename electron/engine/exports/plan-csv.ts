import type { ExportReceipt } from '../../../shared/contract/contract.ts'
import type { PlanRow } from '../../../shared/model/plan-row.ts'
import { displayPath } from '../../../shared/model/path-text.ts'
import type { Cell } from '../../../shared/model/result.ts'
import type { Draft } from '../store/store.ts'
import { csvLines } from './csv-lines.ts'
import { exportError } from './export-errors.ts'
import { writeFileSafely } from './safe-file.ts'

/** Rows that are read and written at a time. */
const pageSize = 1_000

const columns = ['seq', 'path', 'size', 'action', 'output', 'replaces_size', 'note', 'code', 'done_in_run']

/**
 * Writes a plan as CSV, a row an item in input order, into a file that appears, or replaces the one of that name, only
 * when it is whole.
 * @throws EngineError EXPORT_FAILED with the reason
 */
export async function writePlanFile(
  draft: Pick<Draft, 'page'>,
  path: string,
  signal: AbortSignal | undefined,
): Promise<ExportReceipt> {
  const receipt = { rows: 0, bytes: 0 }
  try {
    await writeFileSafely(path, planCsv(draft, receipt), signal)
  } catch (error) {
    throw exportError(error, path)
  }
  return { path, ...receipt }
}

/** The file, a page at a time. Counts into `receipt` what it gives away. */
export async function* planCsv(
  draft: Pick<Draft, 'page'>,
  receipt: { rows: number; bytes: number },
): AsyncGenerator<Buffer> {
  function toBytes(records: readonly (readonly Cell[])[]): Buffer {
    const bytes = Buffer.from(csvLines(records, { escapeFormulas: true }), 'utf8')
    receipt.bytes += bytes.length
    return bytes
  }

  yield toBytes([columns])
  for (let offset = 0; ; offset += pageSize) {
    const rows = await draft.page({ offset, limit: pageSize })
    if (rows.length === 0) return
    receipt.rows += rows.length
    yield toBytes(rows.map(cellsOf))
  }
}

function cellsOf(row: PlanRow): (string | number | null)[] {
  return [
    row.seq,
    displayPath(row.path),
    row.size,
    row.action.replaceAll('-', '_'),
    row.output === null ? null : displayPath(row.output),
    row.replaces?.size ?? null,
    row.note === null ? null : displayPath(row.note),
    row.code,
    row.doneInRun,
  ]
}
