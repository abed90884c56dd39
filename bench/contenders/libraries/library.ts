import { fileURLToPath } from 'node:url'

/** What the contenders of other libraries run; the names of functions in `tasks.ts`. */
export type TaskName = 'nothing' | 'nothingForEach' | 'spin'

/** A pool of another library: one call, one answer. It ends with its process. */
export interface LibraryPool {
  run(task: TaskName, argument: unknown): Promise<unknown>
}

/** How a library's pool is made: as the library does it, or with several tasks sent ahead to each worker. */
export type LibrarySetting = 'default' | 'eight-ahead'

/** The path of the tasks, for libraries that want a file. */
export const tasksFile = fileURLToPath(new URL('../tasks.ts', import.meta.url))
