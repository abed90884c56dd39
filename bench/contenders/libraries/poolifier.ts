import { fileURLToPath } from 'node:url'
import { FixedThreadPool } from 'poolifier'
import { workers } from '../contender.ts'
import type { LibraryPool } from './library.ts'

/** Makes a pool of poolifier, on threads. */
export function openPoolifier(): LibraryPool {
  const pool = new FixedThreadPool<unknown, unknown>(
    workers,
    fileURLToPath(new URL('./poolifier-worker.ts', import.meta.url)),
  )
  return {
    run: (task, argument) => pool.execute(argument, task),
  }
}
