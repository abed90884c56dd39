import type Database from 'better-sqlite3'
import type { ThroughputSample } from '../../../shared/model/session.ts'
import type { RunGuard } from './run-guard.ts'

/** The most samples that are kept of a run. */
export const mostSamples = 600

/** Adds samples to a run. When there are too many, every second one is dropped: since each says how far the run was by then, nothing is lost but detail. */
export function createThroughputWriter(database: Database.Database, guard: RunGuard) {
  const insert = database.prepare<[number, number, number, number]>(
    'INSERT OR REPLACE INTO throughput (run_id, at, items, bytes) VALUES (?, ?, ?, ?)',
  )
  const selectTimes = database
    .prepare<[number], number>('SELECT at FROM throughput WHERE run_id = ? ORDER BY at')
    .pluck()
  const drop = database.prepare<[number, number]>('DELETE FROM throughput WHERE run_id = ? AND at = ?')
  const add = database.transaction((runId: number, sample: ThroughputSample) => {
    guard(runId)
    insert.run(runId, sample.at, sample.items, sample.bytes)
    const times = selectTimes.all(runId)
    if (times.length <= mostSamples) return
    // The first and the last one stay.
    for (const [index, at] of times.entries()) {
      if (index % 2 === 1 && index !== times.length - 1) drop.run(runId, at)
    }
  })
  return (runId: number, sample: ThroughputSample): void => {
    add.immediate(runId, sample)
  }
}
