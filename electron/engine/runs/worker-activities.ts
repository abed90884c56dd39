import { cappedBytes } from '../../../shared/model/bytes.ts'
import type { WorkerActivity } from '../../../shared/model/run.ts'
import type { WorkerPool } from '../pool/index.ts'
import { identityOfSent, type SentIdentity } from '../tasks/sent-item.ts'

/** What each worker of a run does at this moment. */
export function workerActivities(pool: WorkerPool): WorkerActivity[] {
  return pool.activity().map(({ worker, item }) => {
    const known = itemsOf(item?.item)
    const [first] = known
    if (item === null || first === undefined) return { worker, item: null }
    return {
      worker,
      item: {
        ...{ seq: first.seq, path: first.path, together: known.length },
        // A clock that is set back must not make it negative.
        elapsed: Math.max(0, Date.now() - item.startedAt),
        bytesDone: item.done === null ? null : cappedBytes(item.done),
        bytesTotal: item.total === null ? null : cappedBytes(item.total),
      },
    }
  })
}

/** The place in the input and the path of each item that the pool was given at once: one, or a group. */
function itemsOf(sent: unknown): readonly SentIdentity[] {
  return (Array.isArray(sent) ? sent : [sent]).flatMap((each) => {
    const known = identityOfSent(each)
    return known === null ? [] : [known]
  })
}

/** The places in the input of the items that workers run at this moment. */
export function runningItems(pool: WorkerPool): Set<number> {
  return new Set(pool.activity().flatMap(({ item }) => itemsOf(item?.item).map(({ seq }) => seq)))
}
