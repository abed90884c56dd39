import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** How long processes have between being asked to end and being ended, in milliseconds. */
export const gracePeriod = 2_000

/** How often is looked whether they have ended, in milliseconds. */
const lookInterval = 20

/** How long to wait for those that were killed: one that is stuck in the system goes when that lets go. */
const patienceAfterKill = 1_000

/** Whether anything of a process group is left. On Windows nothing is known of groups: false. */
export function isGroupAlive(group: number): boolean {
  if (process.platform === 'win32') return false
  try {
    process.kill(-group, 0)
    return process.platform !== 'linux' || hasLiveMember(group)
  } catch (error) {
    // It is there, but somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Ends all processes of a group: asks them by SIGTERM, waits for the grace period, and kills those that are
 * left. On Windows, ends the tree of the process at once. Resolves when nothing is left of it, or nothing more
 * can be done.
 */
export async function endGroup(group: number): Promise<void> {
  if (process.platform === 'win32') {
    await endTreeOnWindows(group)
    return
  }
  signalGroup(group, 'SIGTERM')
  // What was stopped has to go on to hear of it.
  signalGroup(group, 'SIGCONT')
  if (await isGoneWithin(group, gracePeriod)) return
  signalGroup(group, 'SIGKILL')
  await isGoneWithin(group, patienceAfterKill)
}

/**
 * Whether a group that there is has more in it than processes that have ended: where the first process of a system
 * does not take care of those, as in many containers, they stay for ever.
 */
function hasLiveMember(group: number): boolean {
  return readdirSync('/proc').some((name) => /^\d+$/u.test(name) && isLiveMember(name, group))
}

function isLiveMember(process: string, group: number): boolean {
  try {
    const status = readFileSync(`/proc/${process}/stat`, 'latin1')
    // Its name, in parentheses, may hold anything.
    const [state, , itsGroup] = status.slice(status.lastIndexOf(')') + 2).split(' ')
    return Number(itsGroup) === group && state !== 'Z' && state !== 'X'
  } catch {
    // It has ended in the meantime.
    return false
  }
}

/** Whether the group is gone, after at most so many milliseconds. */
export async function isGoneWithin(group: number, milliseconds: number): Promise<boolean> {
  const until = performance.now() + milliseconds
  while (isGroupAlive(group)) {
    if (performance.now() >= until) return false
    await delay(lookInterval)
  }
  return true
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal)
  } catch {
    // It has ended in the meantime, or is somebody else's.
  }
}

/** Never run on a Windows machine so far. */
async function endTreeOnWindows(pid: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const killer = spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true })
  killer.once('error', () => resolve())
  killer.once('exit', () => resolve())
  await promise
}
