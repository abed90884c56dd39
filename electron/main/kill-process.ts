import type { UtilityProcess } from 'electron/main'

/**
 * Ends a process at once, whatever it does. `kill()` of a utility process only asks it, and on macOS waits for
 * its end. Electron forgets the number of a process that is gone, so that none but this one can be hit.
 */
export function killProcess(child: Pick<UtilityProcess, 'pid' | 'kill'>): void {
  const { pid } = child
  // One that has no number yet is still being started.
  if (pid === undefined) {
    child.kill()
    return
  }
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
