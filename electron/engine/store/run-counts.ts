import type Database from 'better-sqlite3'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import type { CommittedCounts } from './records.ts'

/** Writes a run's counts as they are after a batch. */
export type CountsWriter = (runId: number, counts: CommittedCounts) => CommittedCounts

export function createCountsWriter(database: Database.Database): CountsWriter {
  const update = database.prepare<[number, number, number, number, number, number, number]>(
    `UPDATE runs SET succeeded = ?, failed = ?, already_done = ?, skipped = ?, retrying = ?, done_bytes = ?
     WHERE id = ?`,
  )
  return (runId, counts) => {
    const bytesDone = cappedBytes(counts.bytesDone)
    const { succeeded, failed, alreadyDone, skipped, retrying } = counts
    update.run(succeeded, failed, alreadyDone, skipped, retrying, bytesDone, runId)
    return { succeeded, failed, alreadyDone, skipped, retrying, bytesDone }
  }
}
