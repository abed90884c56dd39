import { constants } from 'node:fs'
import { chmod, chown, copyFile, link, lstat, open, rename, unlink, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import { lookAt } from './standing.ts'

/** What a file system says that knows no second names for a file, or not for this one. */
const noLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES', 'EINVAL']

/** Said where a name is taken that was to be free. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken'
}

/**
 * Gives a file another name on its volume, and never replaces what has that name: the file has both names for a
 * moment. Where the file system knows no second names, what has the name is looked for first.
 * @throws NameTaken, or the error of a system call: EXDEV where the new name is on another volume
 */
export async function renameWithoutReplacing(from: PathText, to: PathText): Promise<void> {
  const [source, target] = [toPathBytes(from), toPathBytes(to)]
  // Systems differ in whether a second name of a link is one of the link or of what it leads to.
  if ((await lstat(source)).isSymbolicLink()) return await renameWhereFree(from, to)
  try {
    await link(source, target)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw new NameTaken()
    if (noLinks.includes(errorCode(error))) return await renameWhereFree(from, to)
    throw error
  }
  try {
    await unlink(source)
  } catch (error) {
    await unlink(target)
    throw error
  }
}

async function renameWhereFree(from: PathText, to: PathText): Promise<void> {
  if ((await lookAt(to)) !== null) throw new NameTaken()
  await rename(toPathBytes(from), toPathBytes(to))
}

/**
 * Copies a file with its times, its permissions and, as far as this user may, its owner, and waits until it is on the disk.
 * @param to does not exist
 * @throws the error of a system call; what was copied so far is left there
 */
export async function copyWhole(from: PathText, to: PathText): Promise<void> {
  const [source, target] = [toPathBytes(from), toPathBytes(to)]
  const stats = await lstat(source)
  await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  try {
    await chown(target, stats.uid, stats.gid)
  } catch {
    // Only some may give files away; the copy then belongs to who made it.
  }
  await chmod(target, stats.mode & 0o7777)
  await utimes(target, stats.atimeMs / 1_000, stats.mtimeMs / 1_000)
  await syncPath(to)
}

/**
 * Waits until a file, or the names in a folder, are on the disk. Some systems cannot do that for a folder, and some file systems not at
 * all; what was written is then as safe as it can be.
 */
export async function syncPath(path: PathText): Promise<void> {
  const handle = await open(toPathBytes(path), 'r')
  try {
    await handle.sync()
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EISDIR', 'EBADF'].includes(errorCode(error)))
      throw error
  } finally {
    await handle.close()
  }
}

/** Waits until the names in the folder of a path are on the disk, where the system can do that. */
export async function syncFolderOf(path: PathText): Promise<void> {
  if (process.platform !== 'win32') await syncPath(dirname(path))
}
