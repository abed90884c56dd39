import { dirname } from 'node:path'
import type Database from 'better-sqlite3'
import type { SettingsChange } from '../../../shared/model/settings.ts'
import { openForWriting } from './database.ts'
import { createDoneIndexer } from './done-index.ts'
import { createDrafts } from './drafts.ts'
import { createInterrupter } from './interruption.ts'
import { createItemWriter } from './item-writer.ts'
import { createOutputWriter } from './output-writer.ts'
import { clearDeadOwners, isOwnerAlive, ownersFolder, registerOwner } from './ownership.ts'
import { createPresetWriter } from './preset-writer.ts'
import type { EnumerationEnd, RunEnd } from './records.ts'
import { createRequestWriter } from './request-writer.ts'
import { createResultWriter } from './result-writer.ts'
import { createCountsWriter } from './run-counts.ts'
import { createRunDeletion } from './run-deletion.ts'
import { createRunFinder, createRunGuard } from './run-guard.ts'
import { createRunLifecycle } from './run-lifecycle.ts'
import { createSeenPaths } from './seen-paths.ts'
import { compactDatabase } from './compaction.ts'
import type { ThreadOptions } from './thread-protocol.ts'
import { createThroughputWriter } from './throughput-writer.ts'

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
    .prepare<[], string>(`SELECT DISTINCT owner FROM runs WHERE state IN ('running', 'paused')`)
    .pluck()
  const interrupt = createInterrupter(database)
  const register = database.transaction(() => {
    const own = registerOwner(owners)
    for (const owner of selectOwners.all()) {
      if (!isOwnerAlive(owners, owner)) interrupt(owner)
    }
    clearDeadOwners(owners)
    return own
  })
  const ownership = register.immediate()

  const find = createRunFinder(database)
  const guard = createRunGuard(find, ownership.id)
  const writeCounts = createCountsWriter(database)
  const seenPaths = createSeenPaths(database)
  const lifecycle = createRunLifecycle(database, ownership.id, find, guard)
  const upsertSetting = database.prepare<[string, string]>(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  const changeSettings = database.transaction((change: SettingsChange) => {
    for (const [key, value] of Object.entries(change)) {
      if (value !== undefined) upsertSetting.run(key, JSON.stringify(value))
    }
  })

  return {
    ...createPresetWriter(database),
    ...createRequestWriter(database, ownership.id),
    ...createRunDeletion(database, find, ownership.id),
    ...createDrafts(database),
    ...createOutputWriter(database, find, guard),
    ownerId: () => ownership.id,
    createRun: lifecycle.createRun,
    setPause: lifecycle.setPause,
    reorderQueue: lifecycle.reorderQueue,
    startSession: lifecycle.startSession,
    addItems: createItemWriter(database, guard, writeCounts),
    claimPaths(runId: number, paths: readonly string[]): boolean[] {
      guard(runId)
      return seenPaths.claim({ kind: 'run', id: runId }, paths)
    },
    claimUnowned: (id: number, paths: readonly string[]) => seenPaths.claim({ kind: 'unowned', id }, paths),
    forgetUnowned(id: number): void {
      seenPaths.forget({ kind: 'unowned', id })
    },
    knownPaths(runId: number, paths: readonly string[]): boolean[] {
      guard(runId)
      return seenPaths.known(runId, paths)
    },
    restartEnumeration(runId: number): void {
      guard(runId)
      seenPaths.forget({ kind: 'run', id: runId })
    },
    finishEnumeration(runId: number, end: EnumerationEnd): void {
      lifecycle.finishEnumeration(runId, end)
      seenPaths.forget({ kind: 'run', id: runId })
    },
    commitResults: createResultWriter(database, guard, writeCounts),
    addThroughput: createThroughputWriter(database, guard),
    indexDone: createDoneIndexer(database),
    finishRun(runId: number, end: RunEnd): void {
      lifecycle.finishRun(runId, end)
      seenPaths.forget({ kind: 'run', id: runId })
    },
    changeSettings(change: SettingsChange): void {
      changeSettings.immediate(change)
    },
    compact: () => compactDatabase(database),
    /** Ends the runs of stores that are gone. The ids must be of stores that were seen to be gone. */
    interruptRunsOf(deadOwners: readonly string[]): void {
      for (const owner of deadOwners) interrupt(owner)
    },
    close(): void {
      try {
        interrupt(ownership.id)
      } finally {
        database.close()
        ownership.release()
      }
    },
  }
}
