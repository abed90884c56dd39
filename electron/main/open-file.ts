import { realpath, stat } from 'node:fs/promises'
import { shell } from 'electron/common'
import type { OpenOutcome } from '../../shared/contract/desktop-bridge.ts'
import { DesktopError } from './answer-request.ts'
import { isPassive } from './passive-file.ts'

/**
 * Opens a file with the program that the system has for it, or a folder, where that can only be looked at. Anything that could
 * be a program, or make one act, is shown in its folder. What counts is the file that a link leads to.
 */
export async function openFile(path: string): Promise<OpenOutcome> {
  const file = await found(path)
  if (!isPassive(file.path, file.stats, process.platform)) {
    shell.showItemInFolder(file.path)
    return 'shown'
  }
  const problem = await shell.openPath(file.path)
  if (problem !== '') throw new DesktopError('OPEN_FAILED', `${path} could not be opened: ${problem}`)
  return 'opened'
}

async function found(path: string) {
  try {
    const real = await realpath(path)
    return { path: real, stats: await stat(real) }
  } catch {
    throw new DesktopError('NOT_FOUND', `${path} is no longer there, or may not be read.`)
  }
}
