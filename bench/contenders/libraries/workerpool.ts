import { fileURLToPath } from 'node:url'
import workerpool from 'workerpool'
import { workers } from '../contender.ts'
import type { LibraryPool } from './library.ts'

/** Makes a pool of workerpool, on threads. */
export function openWorkerpool(): LibraryPool {
  const pool = workerpool.pool(fileURLToPath(new URL('./workerpool-worker.ts', import.meta.url)), {
    workerType: 'thread',
    minWorkers: workers,
    maxWorkers: workers,
  })
  return {
    run: async (task, argument): Promise<unknown> => pool.exec(task, [argument]),
  }
}
