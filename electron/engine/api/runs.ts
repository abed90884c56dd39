import type { ItemDetails } from '../../../shared/contract/run-queries.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { RunId, RunSummary } from '../../../shared/model/run.ts'
import { EngineError, itemNotFound, runNotFound } from '../errors.ts'
import type { Store } from '../store/store.ts'

/** @throws EngineError RUN_NOT_FOUND */
export async function requireRun(store: Store, runId: RunId): Promise<RunSummary> {
  const run = await store.getRun(runId)
  if (run === null) throw runNotFound(runId)
  return run
}

/** What a run was asked to do. @throws EngineError RUN_NOT_FOUND */
export async function requireJob(store: Store, runId: RunId): Promise<Job> {
  const [{ name }, job] = await Promise.all([requireRun(store, runId), store.getJob(runId)])
  if (job === null) throw runNotFound(runId)
  return { ...job, name }
}

/** @throws EngineError RUN_NOT_FOUND, ITEM_NOT_FOUND */
export async function requireItem(store: Store, runId: RunId, seq: number): Promise<ItemDetails> {
  await requireRun(store, runId)
  const item = await store.item(runId, seq)
  if (item === null) throw itemNotFound(runId, seq)
  return item
}

/** The runs that wait, in their order. */
export async function queuedRuns(store: Store): Promise<RunSummary[]> {
  return (await store.queuedRuns()).map(({ run }) => run)
}

/**
 * Deletes the runs that the retention settings say are to go at this moment (milliseconds since 1970), and
 * says which those were. One that was resumed or deleted by somebody in the meantime is left to them.
 */
export async function applyRetention(store: Store, now: number): Promise<RunId[]> {
  const { retention } = await store.settings()
  const deleted: RunId[] = []
  for (const runId of await store.expiredRuns(retention, now)) {
    try {
      await store.deleteRun(runId)
      deleted.push(runId)
    } catch (error) {
      const isTaken =
        error instanceof EngineError && ['RUN_ACTIVE', 'RUN_ELSEWHERE', 'RUN_NOT_FOUND'].includes(error.code)
      if (!isTaken) throw error
    }
  }
  return deleted
}
