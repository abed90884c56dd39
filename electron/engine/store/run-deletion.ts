import type Database from 'better-sqlite3'
import { isActiveState } from '../../../shared/model/run.ts'
import { EngineError, runNotFound } from '../errors.ts'
import type { RunFinder } from './run-guard.ts'
import { runElsewhere } from './run-guard.ts'

/** Rows that are deleted in one transaction; other writes get their turn in between. */
const rowsTogether = 20_000

interface Part {
  readonly runId: number
  readonly limit: number
}

/**
 * Deletes runs. The first step takes away the job, and from then on nobody sees the run; what belongs to it
 * goes bit by bit. Should the process end in between, the next one to open the database goes on.
 */
export function createRunDeletion(database: Database.Database, find: RunFinder, ownerId: string) {
  const deleteJob = database.prepare<[number]>('DELETE FROM jobs WHERE run_id = ?')
  const deletePieces = ['logs', 'attempts', 'retries', 'outputs'].map((table) =>
    database.prepare<[Part]>(
      `DELETE FROM ${table} WHERE run_id = :runId AND seq <=
         (SELECT max(seq) FROM (SELECT seq FROM ${table} WHERE run_id = :runId ORDER BY seq LIMIT :limit))`,
    ),
  )
  const deleteResults = database.prepare<[Part]>(
    `DELETE FROM results WHERE run_id = :runId AND position <
       :limit + (SELECT min(position) FROM results WHERE run_id = :runId)`,
  )
  const deleteItems = database.prepare<[Part]>(
    'DELETE FROM items WHERE run_id = :runId AND seq < :limit + (SELECT min(seq) FROM items WHERE run_id = :runId)',
  )
  const deleteRun = database.prepare<[number]>('DELETE FROM runs WHERE id = ?')
  const selectHidden = database
    .prepare<[], number>('SELECT id FROM runs WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE run_id = runs.id)')
    .pluck()
  const forgetDone = database.prepare('DELETE FROM done_items WHERE run_id NOT IN (SELECT id FROM runs)')

  const hide = database.transaction((runId: number): void => {
    const run = find(runId)
    if (isActiveState(run.state)) {
      if (run.owner !== ownerId) throw runElsewhere(runId)
      throw new EngineError('RUN_ACTIVE', `Run ${runId} is still at work; cancel it first.`, {
        data: { runId },
      })
    }
    if (deleteJob.run(runId).changes === 0) throw runNotFound(runId)
  })
  const deletePart = database.transaction((runId: number): boolean => {
    for (const statement of [...deletePieces, deleteResults, deleteItems]) {
      if (statement.run({ runId, limit: rowsTogether }).changes > 0) return true
    }
    deleteRun.run(runId)
    return false
  })

  return {
    /** Makes a run disappear. @throws EngineError RUN_NOT_FOUND, RUN_ACTIVE, RUN_ELSEWHERE */
    hideRun(runId: number): void {
      hide.immediate(runId)
    },
    /** Deletes more of what belongs to a hidden run; true as long as there is more. */
    deleteHiddenPart: (runId: number): boolean => deletePart.immediate(runId),
    /** Runs whose deletion was begun and not ended. */
    hiddenRuns: (): number[] => selectHidden.all(),
    /** Forgets where the items of deleted runs were done. */
    forgetDeletedDone(): void {
      forgetDone.run()
    },
  }
}
