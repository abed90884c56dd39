import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a second start leaves for the first. */
export interface SecondStart {
  readonly argv: readonly string[]
  readonly handOver: Record<string, unknown>
}

/**
 * One process of a user holds the lock; the others leave what they were started with and are told that
 * they are not the first. Without waiting, as in Electron.
 */
export function lockInstance(
  folder: string,
  own: SecondStart,
  onSecond: (second: SecondStart) => void,
): boolean {
  const inbox = join(folder, 'second-starts')
  const holder = join(folder, 'instance-lock')
  mkdirSync(inbox, { recursive: true })
  if (!isFree(holder)) {
    const path = join(folder, randomUUID())
    writeFileSync(path, JSON.stringify(own))
    renameSync(path, join(inbox, randomUUID()))
    return false
  }
  writeFileSync(holder, String(process.pid))
  process.on('exit', () => rmSync(holder, { force: true }))
  const taken = new Set<string>()
  watch(inbox, { persistent: false }, () => {
    for (const name of readdirSync(inbox)) {
      if (taken.has(name)) continue
      taken.add(name)
      const second: SecondStart = JSON.parse(readFileSync(join(inbox, name), 'utf8'))
      onSecond(second)
    }
  })
  return true
}

function isFree(holder: string): boolean {
  try {
    process.kill(Number(readFileSync(holder, 'utf8')), 0)
    return false
  } catch {
    // There is no such file, or no such process any more.
    return true
  }
}
