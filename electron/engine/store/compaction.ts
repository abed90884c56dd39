import type Database from 'better-sqlite3'
import { EngineError } from '../errors.ts'

/** Bytes of the database before and after. */
export interface Compaction {
  readonly bytesBefore: number
  readonly bytesAfter: number
}

/**
 * Writes the database anew without its gaps. Nothing else can be written meanwhile, so it is refused while
 * any process has a run at work.
 * @throws EngineError RUN_ACTIVE
 */
export function compactDatabase(database: Database.Database): Compaction {
  const active = database
    .prepare<[], number>(`SELECT id FROM runs WHERE state IN ('running', 'paused') LIMIT 1`)
    .pluck()
    .get()
  if (active !== undefined) {
    throw new EngineError('RUN_ACTIVE', `The database cannot be compacted while run ${active} is at work.`, {
      data: { runId: active },
    })
  }
  const bytesBefore = size(database)
  database.exec('VACUUM')
  database.pragma('wal_checkpoint(TRUNCATE)')
  return { bytesBefore, bytesAfter: size(database) }
}

function size(database: Database.Database): number {
  return (
    Number(database.pragma('page_count', { simple: true })) *
    Number(database.pragma('page_size', { simple: true }))
  )
}
