import { mkdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import { guard } from './output-problems.ts'

/**
 * Makes the folders above an output that do not exist.
 * @param made takes those that were made here, and by nobody else meanwhile, the outermost first
 * @param onMissing told of those that are missing before they are made
 * @throws ItemError
 */
export async function makeFoldersFor(
  target: PathText,
  made: PathText[],
  onMissing: (folders: PathText[]) => Promise<void>,
): Promise<void> {
  const missing: PathText[] = []
  await guard(target, () => {
    for (let folder = dirname(target); !isFolder(folder); folder = dirname(folder)) {
      missing.unshift(folder)
      // Not even the root is there: the attempt to make it says why.
      if (dirname(folder) === folder) break
    }
  })
  if (missing.length === 0) return
  await onMissing(missing)
  await guard(target, () => {
    for (const folder of missing) if (makeFolder(folder)) made.push(folder)
  })
}

/** Removes folders that are empty, the innermost first. */
export function removeEmptyFolders(folders: readonly PathText[]): void {
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(toPathBytes(folder))
    } catch {
      // It is used by somebody else.
      return
    }
  }
}

/** Whether the folder of a path is there. */
export function hasFolder(path: PathText): boolean {
  try {
    return isFolder(dirname(path))
  } catch {
    return true
  }
}

/** False where somebody else was quicker. */
function makeFolder(folder: PathText): boolean {
  try {
    mkdirSync(toPathBytes(folder))
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && isFolder(folder)) return false
    throw error
  }
}

/** @throws the error of the system call, unless it says that nothing is there */
function isFolder(path: PathText): boolean {
  try {
    if (statSync(toPathBytes(path)).isDirectory()) return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
  throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
}
