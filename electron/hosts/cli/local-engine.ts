import { resolve } from 'node:path'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { createRouter } from '../../engine/api/router.ts'
import { createEngine, type Engine } from '../../engine/engine.ts'
import type { contract } from '../../../shared/contract/contract.ts'
import { defaultDataDirectory } from '../data-directory.ts'
import { surroundings } from '../surroundings.ts'
import { logToStandardError } from './output.ts'

/** The contract, as a command talks to it. */
export type Client = ContractRouterClient<typeof contract>

/** An engine in this very process. */
export interface LocalEngine {
  readonly client: Client
  readonly engine: Engine
}

/** Which folder the database is in: the one given, or the user's own. */
export function chooseDataDirectory(given: string | undefined): string {
  return given === undefined ? defaultDataDirectory() : resolve(given)
}

/**
 * Opens an engine in this process, gives it to `use` and closes it again, whatever happens.
 *
 * @param stays whether it is there for longer than one command: then it also begins runs that others have
 *   put into the queue, and resumes interrupted ones where the settings say so
 * @throws EngineError DATABASE_UNREADABLE, DATABASE_TOO_NEW, DATABASE_BUSY, DISK_FULL
 */
export async function withLocalEngine<Result>(
  dataDirectory: string,
  use: (local: LocalEngine) => Promise<Result>,
  { stays }: { readonly stays: boolean } = { stays: false },
): Promise<Result> {
  const { threads, version, startProcess } = surroundings()
  const engine = await createEngine({
    dataDirectory,
    threads,
    version,
    ...(startProcess === null ? {} : { startProcess }),
    log: logToStandardError,
    attendsQueue: stays,
  })
  try {
    return await use({ client: createRouterClient(createRouter(engine)), engine })
  } finally {
    await engine.close()
  }
}
