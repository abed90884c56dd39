import { Tinypool } from 'tinypool'
import { workers } from '../contender.ts'
import { tasksFile, type LibraryPool, type LibrarySetting } from './library.ts'

/** Makes a pool of tinypool, on threads. */
export function openTinypool(setting: LibrarySetting): LibraryPool {
  const pool = new Tinypool({
    filename: tasksFile,
    runtime: 'worker_threads',
    minThreads: workers,
    maxThreads: workers,
    ...(setting === 'eight-ahead' ? { concurrentTasksPerWorker: 8 } : {}),
  })
  return {
    run: (name, argument): Promise<unknown> => pool.run(argument, { name }),
  }
}
