import type Database from 'better-sqlite3'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import type { ResultRow } from '../../../shared/model/result.ts'
import { groupExamples, type ResultGroup, type ResultGroupPage } from '../../../shared/model/result-group.ts'
import { damagedRecord } from './database-errors.ts'
import { indexGroups, type GroupIndex, type ValueRow } from './group-index.ts'
import { selectResults, toResultRow } from './result-rows.ts'
import type { ResultItemRow } from './result-rows.ts'
import { isUsable, make, prepareRunRow, type Made } from './run-version.ts'

/** After so long without a request everything is forgotten, in milliseconds. */
const idleTime = 60_000

/** What results are grouped by: columns of the task type, by their index. */
export interface GroupColumns {
  readonly value: number
  /** The column that tells which file it is on its volume; null where the task type has none. */
  readonly inode: number | null
}

/** A result that is in a group, and the place of that group, from 1. */
export interface GroupedRow extends ResultRow {
  readonly group: number
  readonly groupCount: number
}

interface Groups extends GroupIndex, Made {
  readonly key: string
}

/**
 * Results that have the same value in a column. They are found in one walk through the results in the order of
 * their values, which may take seconds for a million of them, and then kept for whoever asks for the next page. Runs
 * on a thread of its own.
 */
export function prepareResultGroups(database: Database.Database) {
  const selectRun = prepareRunRow(database)
  const selectRow = database.prepare<[number, number], ResultItemRow>(
    selectResults('WHERE r.run_id = ? AND r.position = ?'),
  )
  const selectSize = database
    .prepare<[number, number], number | null>(
      `SELECT i.size FROM results AS r CROSS JOIN items AS i ON i.run_id = r.run_id AND i.seq = r.seq
       WHERE r.run_id = ? AND r.position = ?`,
    )
    .pluck()
  // One at a time: whoever looks at groups looks at those of one run.
  let kept: Groups | null = null
  let idle: NodeJS.Timeout | null = null

  function valuesOf(runId: number, { value, inode }: GroupColumns): Iterable<ValueRow> {
    const inodeOf = inode === null ? 'NULL' : `result_values ->> '$[${inode}]'`
    return database
      .prepare<[number], ValueRow>(
        `SELECT position, result_values ->> '$[${value}]' AS value, ${inodeOf} AS inode FROM results
         WHERE run_id = ? AND result_values ->> '$[${value}]' IS NOT NULL ORDER BY value, inode, position`,
      )
      .iterate(runId)
  }

  function rowAt(runId: number, position: number): ResultRow {
    const row = selectRow.get(runId, position)
    if (row === undefined) throw damagedRecord(`result ${position} of run ${runId}`)
    return toResultRow(row)
  }

  function groupsOf(runId: number, columns: GroupColumns): Groups | null {
    const run = selectRun(runId)
    if (run === undefined) return null
    const key = JSON.stringify([runId, columns])
    if (kept?.key !== key || !isUsable(kept, run)) {
      kept = make(run, () => ({
        key,
        ...indexGroups(valuesOf(runId, columns), (position) => selectSize.get(runId, position) ?? 0),
      }))
    }
    return kept
  }

  function describeGroup(runId: number, { value }: GroupColumns, groups: Groups, group: number): ResultGroup {
    const members = groups.positions.subarray(groups.starts[group], groups.starts[group + 1])
    const rows = Array.from(members.subarray(0, groupExamples), (position) => rowAt(runId, position))
    return {
      value: rows[0]?.values[value] ?? null,
      count: members.length,
      files: groups.files[group] ?? 1,
      size: rows[0]?.size ?? null,
      wastedBytes: cappedBytes(groups.wasted[group] ?? 0),
      examples: rows.map(({ seq, path }) => ({ seq, path })),
    }
  }

  // Groups and rows must be of the same moment.
  const readPage = database.transaction(
    (runId: number, columns: GroupColumns, offset: number, limit: number): ResultGroupPage | null => {
      const groups = groupsOf(runId, columns)
      if (groups === null) return null
      const total = groups.files.length
      const shown = Math.max(0, Math.min(limit, total - offset))
      return {
        total,
        results: groups.positions.length,
        wastedBytes: cappedBytes(groups.wasted.reduce((sum, bytes) => sum + bytes, 0)),
        groups: Array.from({ length: shown }, (_, index) =>
          describeGroup(runId, columns, groups, offset + index),
        ),
      }
    },
  )

  const readRows = database.transaction(
    (runId: number, columns: GroupColumns, offset: number, limit: number): GroupedRow[] => {
      const groups = groupsOf(runId, columns)
      if (groups === null) return []
      const { positions, starts } = groups
      let group = groupAt(starts, offset)
      return Array.from(positions.subarray(offset, offset + limit), (position, index) => {
        while (offset + index >= (starts[group + 1] ?? positions.length)) group += 1
        const groupCount = (starts[group + 1] ?? 0) - (starts[group] ?? 0)
        return { ...rowAt(runId, position), group: group + 1, groupCount }
      })
    },
  )

  function forgetWhenIdle(): void {
    if (idle !== null) clearTimeout(idle)
    idle = setTimeout(() => {
      kept = null
    }, idleTime).unref()
  }

  return {
    /** Null where there is no such run. */
    groupPage(runId: number, columns: GroupColumns, offset: number, limit: number): ResultGroupPage | null {
      forgetWhenIdle()
      return readPage(runId, columns, offset, limit)
    },
    /** The results that are in groups, group after group. */
    groupedRows(runId: number, columns: GroupColumns, offset: number, limit: number): GroupedRow[] {
      forgetWhenIdle()
      return readRows(runId, columns, offset, limit)
    },
  }
}

/** The group that the result at this place is in. */
function groupAt(starts: Uint32Array, place: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low + 1 < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= place) low = middle
    else high = middle
  }
  return low
}
