import { runsItemsResults } from './0010-runs-items-results.ts'
import { sessionsAttemptsRequests } from './0020-sessions-attempts-requests.ts'
import { outputs } from './0030-outputs.ts'
import type { Migration } from './migration.ts'

/** Every step, in the order in which they are taken. */
export const migrations: readonly Migration[] = [runsItemsResults, sessionsAttemptsRequests, outputs]

/** The version of a database that has taken every step. */
export const currentVersion = Math.max(...migrations.map((migration) => migration.version))
