import { readdirSync } from 'node:fs'
import { isOwnerAlive, ownersFolder } from '../../../engine/store/ownership.ts'

/** How many other processes have the database open, told by the locks that they hold. */
export function otherProcesses(dataDirectory: string): number {
  const folder = ownersFolder(dataDirectory)
  const alive = namesIn(folder).filter(
    (name) => name.endsWith('.lock') && isOwnerAlive(folder, name.slice(0, -'.lock'.length)),
  )
  // One of them is this process.
  return Math.max(0, alive.length - 1)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
