import { readdirSync, readFileSync } from 'node:fs'

/** The environment variable by which all processes of one drill are known, whatever becomes of them. */
export const markVariable = 'BATCHYARD_DRILL_MARK'

/**
 * The processes that bear the mark: the engine, its children, and theirs, also those that have left its
 * process group or lost their parent. Only Linux tells the environment of others; elsewhere the process
 * group has to do.
 *
 * @param group the process group that was started with the mark
 * @returns ids; where only the group could be asked, the group's
 */
export function markedProcesses(mark: string, group: number): number[] {
  if (process.platform !== 'linux') return isGroupAlive(group) ? [group] : []
  const wanted = `${markVariable}=${mark}`
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && environmentOf(name).includes(wanted))
    .map(Number)
}

function environmentOf(id: string): string[] {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0')
  } catch {
    // It has ended in the meantime, or belongs to somebody else.
    return []
  }
}

function isGroupAlive(group: number): boolean {
  try {
    process.kill(-group, 0)
    return true
  } catch {
    return false
  }
}
