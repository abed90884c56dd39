import { dirname } from 'node:path'
import type Database from 'better-sqlite3'
import { openForWriting } from './database.ts'
import { createItemWriter } from './item-writer.ts'
import { clearDeadOwners, isOwnerAlive, ownersFolder, registerOwner } from './ownership.ts'
import type { EnumerationEnd, NewRun, RunEnd } from './records.ts'
import { createResultWriter } from './result-writer.ts'
import { createRunGuard } from './run-guard.ts'
import { createSeenPaths } from './seen-paths.ts'
import type { ThreadOptions } from './thread-protocol.ts'

/** How many of a run's inputs its summary shows. */
const summarisedInputs = 100

/** What the writing thread can be asked to do. */
export type WriterOperations = ReturnType<typeof openWriter>

/** Opens the database and registers this store as the owner of the runs it will create. */
export function openWriter(options: Extract<ThreadOptions, { role: 'writer' }>) {
  const database = openForWriting(options.file, options.maximumPages)
  try {
    return createOperations(database, ownersFolder(dirname(options.file)))
  } catch (error) {
    database.close()
    throw error
  }
}

function createOperations(database: Database.Database, owners: string) {
  const selectOwners = database
    .prepare<[], string>(`SELECT DISTINCT owner FROM runs WHERE state = 'running'`)
    .pluck()
  // The last thing that an interrupted run wrote down tells how long it went on.
  const interruptRuns = database.prepare<[string]>(
    `UPDATE runs SET state = 'interrupted', finished_at = max(started_at, coalesce(
       (SELECT r.started_at + r.duration FROM results AS r WHERE r.run_id = runs.id
        ORDER BY r.position DESC LIMIT 1), started_at))
     WHERE owner = ? AND state = 'running'`,
  )
  const insertRun = database.prepare<[string, string, string, number]>(
    'INSERT INTO runs (owner, name, task_type, started_at) VALUES (?, ?, ?, ?)',
  )
  const insertJob = database.prepare<[number, string, string]>(
    'INSERT INTO jobs (run_id, summary, job) VALUES (?, ?, ?)',
  )
  const endEnumeration = database.prepare<[number, number, number]>(
    'UPDATE runs SET enumerated = 1, duplicates = ?, links = ? WHERE id = ?',
  )
  const endRun = database.prepare<[string, number, string | null, string | null, number]>(
    'UPDATE runs SET state = ?, finished_at = ?, error_code = ?, error_message = ? WHERE id = ?',
  )

  const register = database.transaction(() => {
    const own = registerOwner(owners)
    for (const owner of selectOwners.all()) {
      if (!isOwnerAlive(owners, owner)) interruptRuns.run(owner)
    }
    clearDeadOwners(owners)
    return own
  })
  const ownership = register.immediate()

  const guard = createRunGuard(database, ownership.id)
  const seenPaths = createSeenPaths(database)

  const createRun = database.transaction((run: NewRun): number => {
    const { inputs, task, execution } = run.job
    const summary = {
      task,
      execution,
      inputs: inputs.slice(0, summarisedInputs),
      inputCount: inputs.length,
    }
    const { lastInsertRowid } = insertRun.run(ownership.id, run.name, task.type, run.startedAt)
    const runId = Number(lastInsertRowid)
    insertJob.run(runId, JSON.stringify(summary), JSON.stringify(run.job))
    return runId
  })
  const finishEnumeration = database.transaction((runId: number, { leftOut }: EnumerationEnd) => {
    guard(runId)
    endEnumeration.run(leftOut.duplicates, leftOut.links, runId)
  })
  const finishRun = database.transaction((runId: number, end: RunEnd) => {
    guard(runId)
    const { code, message } = end.error ?? { code: null, message: null }
    endRun.run(end.state, end.finishedAt, code, message, runId)
  })

  return {
    ownerId: () => ownership.id,
    createRun: (run: NewRun) => createRun.immediate(run),
    addItems: createItemWriter(database, guard),
    claimPaths(runId: number, paths: readonly string[]): boolean[] {
      guard(runId)
      return seenPaths.claim(runId, paths)
    },
    finishEnumeration(runId: number, end: EnumerationEnd): void {
      finishEnumeration.immediate(runId, end)
      seenPaths.forget(runId)
    },
    commitResults: createResultWriter(database, guard),
    finishRun(runId: number, end: RunEnd): void {
      // The log is synced with this commit and with it every commit before, so that what a user was told
      // is finished is still there after a power cut.
      database.pragma('synchronous = FULL')
      try {
        finishRun.immediate(runId, end)
      } finally {
        database.pragma('synchronous = NORMAL')
      }
      seenPaths.forget(runId)
    },
    /** Ends the runs of stores that are gone. The ids must be of stores that were seen to be gone. */
    interruptRunsOf(deadOwners: readonly string[]): void {
      for (const owner of deadOwners) interruptRuns.run(owner)
    },
    close(): void {
      try {
        interruptRuns.run(ownership.id)
      } finally {
        database.close()
        ownership.release()
      }
    },
  }
}
