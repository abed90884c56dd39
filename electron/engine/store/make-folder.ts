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
    await mkdir(folder)
  } catch (error) {
    // Another process may have made it meanwhile.
    if (errorCode(error) === 'EEXIST' && (await isFolder(folder))) return
    const above = dirname(folder)
    if (errorCode(error) !== 'ENOENT' || above === folder || (await isFolder(above))) throw error
    await makeFolder(above)
    await makeFolder(folder)
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
