import { dirname } from 'node:path'
import { checkDatabase } from './check.ts'
import { prepareComparisons } from './comparisons.ts'
import { openForReading } from './database.ts'
import { prepareDoneQueries } from './done-queries.ts'
import { prepareHistoryQueries } from './history-queries.ts'
import { prepareItemQueries } from './item-queries.ts'
import { prepareOutputQueries } from './output-queries.ts'
import { isOwnerAlive, ownersFolder } from './ownership.ts'
import { preparePresetQueries } from './preset-queries.ts'
import { prepareRequestQueries } from './request-queries.ts'
import { prepareResultGroups } from './result-groups.ts'
import { prepareResultQueries } from './result-queries.ts'
import { prepareResultViews } from './result-views.ts'
import { prepareRunQueries } from './run-queries.ts'
import { databaseStatistics } from './statistics.ts'
import type { ThreadOptions } from './thread-protocol.ts'
import { prepareTrustQueries } from './trust-queries.ts'
import { prepareWaitingItems } from './waiting-items.ts'

/** What the reading thread can be asked to do. */
export type ReaderOperations = ReturnType<typeof openReader>

/** Opens the database for reading and prepares every query. */
export function openReader(options: Extract<ThreadOptions, { role: 'reader' }>) {
  const { file, ownerId } = options
  const database = openForReading(file)
  const owners = ownersFolder(dirname(file))

  function isDead(owner: string): boolean {
    return owner !== ownerId && !isOwnerAlive(owners, owner)
  }

  return {
    ...prepareRunQueries(database, ownerId, isDead),
    ...prepareItemQueries(database),
    ...prepareResultQueries(database),
    ...prepareOutputQueries(database),
    ...prepareResultViews(database),
    ...prepareWaitingItems(database),
    ...prepareResultGroups(database),
    ...prepareComparisons(database),
    ...prepareHistoryQueries(database),
    ...prepareDoneQueries(database),
    ...preparePresetQueries(database),
    ...prepareTrustQueries(database),
    ...prepareRequestQueries(database, ownerId),
    statistics: () => databaseStatistics(database, file),
    check: () => checkDatabase(database),
    close(): void {
      database.close()
    },
  }
}
