import { parentPort, workerData } from 'node:worker_threads'
import type { ParentChannel } from './parent-channel.ts'
import { boardPathOf, forkedChannel, serveInProcess, workerNumberOf } from './process-runtime.ts'
import type { TaskResolver } from './task.ts'
import { readThreadData, serveInThread } from './thread-runtime.ts'
import { WorkLoop, type Farewell } from './work-loop.ts'
import type { WorkerBoard } from './worker-board.ts'
import type { WorkerOutlet } from './worker-outlet.ts'

/**
 * Makes this thread or process a worker of the pool that started it. A worker's entry module calls it once;
 * `resolve` turns the reference of a task into the function that is applied to each item.
 *
 * @param channel the way to the pool, where it is another than that of `worker_threads` or
 *   `child_process.fork`
 * @param onFarewell called when the pool has no more work, if it says so (`WorkerPool.bidFarewell`)
 */
export function serveTasks(resolve: TaskResolver, channel?: ParentChannel, onFarewell?: Farewell): void {
  const threadData = readThreadData(workerData)
  if (parentPort !== null && threadData !== null) {
    serveInThread(parentPort, threadData, loopMaker(resolve, threadData.worker, onFarewell))
    return
  }
  const boardPath = boardPathOf(process.argv)
  const parent = channel ?? forkedChannel()
  if (boardPath === null || parent === null) {
    throw new Error('serveTasks() is for the entry of a worker that a WorkerPool has started.')
  }
  serveInProcess(parent, boardPath, loopMaker(resolve, workerNumberOf(process.argv), onFarewell))
}

function loopMaker(resolve: TaskResolver, worker: number, onFarewell: Farewell | undefined) {
  return (board: WorkerBoard, outlet: WorkerOutlet): WorkLoop =>
    new WorkLoop(resolve, worker, board, outlet, onFarewell)
}
