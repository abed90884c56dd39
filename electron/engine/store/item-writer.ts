import type Database from 'better-sqlite3'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import { toPathBytes } from '../path-bytes.ts'
import type { IndexedError, ItemColumns } from './batches.ts'
import { prepareBulkInsert } from './bulk-insert.ts'
import type { SqlValue } from './bulk-insert.ts'
import type { RunGuard } from './run-guard.ts'

const columns = ['run_id', 'seq', 'path', 'size', 'modified_at', 'problem_code', 'problem_message']

/** Appends items to a run. All of a batch or none of it. */
export function createItemWriter(database: Database.Database, guard: RunGuard) {
  const insert = prepareBulkInsert(database, 'items', columns)
  const addTotals = database.prepare<[number, number, number]>(
    `UPDATE runs SET total_items = total_items + ?, total_bytes = min(total_bytes + ?, ${Number.MAX_SAFE_INTEGER})
     WHERE id = ?`,
  )
  const write = database.transaction((runId: number, items: ItemColumns) => {
    const { totalItems } = guard(runId)
    const problems = new Map<number, IndexedError>(items.problems.map((problem) => [problem.index, problem]))
    const values: SqlValue[] = []
    let bytes = 0
    for (const [index, path] of items.paths.entries()) {
      const told = toldNumber(items.sizes[index])
      const size = told === null ? null : cappedBytes(told)
      const modifiedAt = toldNumber(items.modifiedAt[index])
      const problem = problems.get(index)
      const { code, message } = problem ?? { code: null, message: null }
      values.push(runId, totalItems + index + 1, toPathBytes(path), size, modifiedAt, code, message)
      bytes += size ?? 0
    }
    insert(values)
    addTotals.run(items.paths.length, cappedBytes(bytes), runId)
  })
  return (runId: number, items: ItemColumns): void => {
    write.immediate(runId, items)
  }
}

function toldNumber(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
