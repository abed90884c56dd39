import { lstatSync, statSync, type BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import type { MadeOutput } from '../../../shared/model/planned-output.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'

/** What stands at a path, by which a change of it is noticed. */
export interface Standing extends Omit<MadeOutput, 'path' | 'madeFolders'> {
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly device: string
  /** The permission bits. */
  readonly mode: number
  readonly owner: number
  readonly group: number
  /** How many names the file has. */
  readonly names: number
  /** Milliseconds since 1970. */
  readonly readAt: number
}

/**
 * What stands at the path itself, links not followed; null for nothing.
 * @throws the error of the system call, unless it says that nothing is there
 */
export function standingAt(path: PathText): Standing | null {
  try {
    return standingOf(lstatSync(toPathBytes(path), { bigint: true }))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null
    throw error
  }
}

/**
 * The file that a path leads to, links followed.
 * @throws the error of the system call
 */
export function followFrom(path: PathText): Standing {
  return standingOf(statSync(toPathBytes(path), { bigint: true }))
}

/** Like `standingAt`, without holding up the thread: for the engine's own. */
export async function lookAt(path: PathText): Promise<Standing | null> {
  try {
    return standingOf(await lstat(toPathBytes(path), { bigint: true }))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null
    throw error
  }
}

export function standingOf(stats: BigIntStats): Standing {
  return {
    kind: kindOf(stats),
    size: Number(stats.size),
    modifiedAt: milliseconds(stats.mtimeNs),
    readAt: milliseconds(stats.atimeNs),
    inode: String(stats.ino),
    device: String(stats.dev),
    mode: Number(stats.mode & 0o7777n),
    owner: Number(stats.uid),
    group: Number(stats.gid),
    names: Number(stats.nlink),
  }
}

/** Whether it is still the very file that was made, with nothing written to it since. */
export function isUnchanged(standing: Standing, made: Omit<MadeOutput, 'path' | 'madeFolders'>): boolean {
  return (
    standing.kind !== 'folder' &&
    standing.inode === made.inode &&
    standing.size === made.size &&
    standing.modifiedAt === made.modifiedAt
  )
}

function kindOf(stats: BigIntStats): Standing['kind'] {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'folder'
  return stats.isSymbolicLink() ? 'link' : 'other'
}

/** With its fraction, to the bit as Node computes `mtimeMs` of ordinary stats, so that the two can be compared. */
function milliseconds(nanoseconds: bigint): number {
  const second = 1_000_000_000n
  const rest = ((nanoseconds % second) + second) % second
  return Number((nanoseconds - rest) / second) * 1_000 + Number(rest) / 1_000_000
}
