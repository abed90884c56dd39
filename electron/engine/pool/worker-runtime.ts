import { parentPort, workerData } from 'node:worker_threads'
import type { ToWorker } from './messages.ts'
import { StatusBoard } from './status-board.ts'
import type { TaskResolver } from './task.ts'
import { WorkLoop } from './work-loop.ts'

/** What a pool hands to the thread it starts. */
export interface ThreadData {
  readonly poolBoard: SharedArrayBuffer
}

/**
 * Makes this thread a worker of the pool that started it. A worker's entry module calls it once; `resolve`
 * turns the reference of a task into the function that is applied to each item.
 */
export function serveTasks(resolve: TaskResolver): void {
  const port = parentPort
  const memory = boardMemory(workerData)
  if (port === null || memory === null) {
    throw new Error('serveTasks() is for the entry of a worker thread that a WorkerPool has started.')
  }
  const loop = new WorkLoop(resolve, new StatusBoard(memory), (message) => port.postMessage(message))
  port.on('message', (message: ToWorker) => loop.receive(message))
  // A message that cannot be read would be work that never comes back: the pool learns of it by this end.
  port.on('messageerror', (error) => {
    throw error
  })
  // Reached by process.exit() in a task and by an uncaught error; what is finished is not lost with it.
  process.on('exit', () => loop.sendHeld())
  port.postMessage({ kind: 'ready' })
}

function boardMemory(data: unknown): SharedArrayBuffer | null {
  const memory = typeof data === 'object' && data !== null && 'poolBoard' in data ? data.poolBoard : null
  return memory instanceof SharedArrayBuffer ? memory : null
}
