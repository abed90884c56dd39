import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from '../errors.ts'

/**
 * Makes a folder and those above it, as far as they are missing.
 *
 * Not Node's own recursive `mkdir`: that one tries for ever where a folder that exists says that what is to
 * be made in it does not, as Linux's `/proc` does.
 *
 * @throws the file system's error
 */
export async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return
  try {
    await makeOne(folder)
  } catch (error) {
    const above = dirname(folder)
    if (errorCode(error) !== 'ENOENT' || above === folder) throw error
    await makeFolder(above)
    // Once: where the one above was there before, another process has just made it, or it takes no new folders.
    await makeOne(folder)
  }
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    // Another process may have made it meanwhile.
    if (errorCode(error) !== 'EEXIST' || !(await isFolder(folder))) throw error
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    // What is wrong with it is told by the attempt to make it.
    return false
  }
}
