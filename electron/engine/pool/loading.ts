/** The names of the tasks that this worker is loading. */
const names = new Set<string>()

/**
 * Loads a task, and remembers meanwhile that it is being loaded. A module that uses itself as a task whenever
 * it is loaded would start workers in workers without end; so the pool can refuse.
 */
export async function whileLoading<Loaded>(
  name: string,
  load: () => Loaded | Promise<Loaded>,
): Promise<Loaded> {
  names.add(name)
  try {
    return await load()
  } finally {
    names.delete(name)
  }
}

/** Whether the task is being loaded in this thread. */
export function isBeingLoaded(name: string): boolean {
  return names.has(name)
}
