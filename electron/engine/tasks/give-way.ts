import { constants, getPriority, setPriority } from 'node:os'
import { isMainThread } from 'node:worker_threads'

/** The priority of a worker: 10 as `nice` counts, "below normal" on Windows. */
const workerPriority = constants.priority.PRIORITY_BELOW_NORMAL

/**
 * Has this worker, and every program that it starts, take the processors only as far as the interface and the engine's
 * own threads do not want them. A worker that is a process does so everywhere. A thread does so on Linux alone, where a
 * priority is that of a thread; elsewhere it would be that of the whole engine.
 */
export function giveWay(): void {
  if (!isMainThread && process.platform !== 'linux') return
  try {
    // Whoever started the engine with less than that has decided so.
    if (getPriority() < workerPriority) setPriority(workerPriority)
  } catch {
    // Where the system does not let a program choose, the work goes on as it is.
  }
}
