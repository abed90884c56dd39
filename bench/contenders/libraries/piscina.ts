import { Piscina } from 'piscina'
import { workers } from '../contender.ts'
import { tasksFile, type LibraryPool, type LibrarySetting } from './library.ts'

/** Makes a pool of piscina. */
export function openPiscina(setting: LibrarySetting): LibraryPool {
  const pool = new Piscina({
    filename: tasksFile,
    minThreads: workers,
    maxThreads: workers,
    ...(setting === 'eight-ahead' ? { concurrentTasksPerWorker: 8 } : {}),
  })
  return {
    run: (name, argument): Promise<unknown> => pool.run(argument, { name }),
  }
}
