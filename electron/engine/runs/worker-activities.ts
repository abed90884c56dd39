import { cappedBytes } from '../../../shared/model/bytes.ts'
import type { WorkerActivity } from '../../../shared/model/run.ts'
import type { WorkerPool } from '../pool/index.ts'

/** What each worker of a run does at this moment. */
export function workerActivities(pool: WorkerPool): WorkerActivity[] {
  return pool.activity().map(({ worker, item }) => {
    const known = item === null ? null : itemOf(item.item)
    if (item === null || known === null) return { worker, item: null }
    return {
      worker,
      item: {
        ...known,
        // A clock that is set back must not make it negative.
        elapsed: Math.max(0, Date.now() - item.startedAt),
        bytesDone: item.done === null ? null : cappedBytes(item.done),
        bytesTotal: item.total === null ? null : cappedBytes(item.total),
      },
    }
  })
}

/** The place in the input and the path of what the pool was given. */
function itemOf(item: unknown): { readonly seq: number; readonly path: string } | null {
  if (typeof item !== 'object' || item === null || !('seq' in item) || !('path' in item)) return null
  const { seq, path } = item
  return typeof seq === 'number' && typeof path === 'string' ? { seq, path } : null
}

/** The places in the input of the items that workers run at this moment. */
export function runningItems(pool: WorkerPool): Set<number> {
  return new Set(
    pool.activity().flatMap(({ item }) => {
      const known = itemOf(item?.item)
      return known === null ? [] : [known.seq]
    }),
  )
}
