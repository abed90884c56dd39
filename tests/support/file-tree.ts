import { createHash } from 'node:crypto'
import { lstat, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What is compared of a tree: for each path below its root, the content's hash and when it was last modified. */
export type TreeState = Readonly<Record<string, string>>

/** Makes files with these contents below a folder, each a second older than the one before it. */
export async function writeTree(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  let age = 0
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
    const time = 1_700_000_000 - age
    await utimes(path, time, time)
    age += 1
  }
}

/** Folders too, so that one that was made or lost is seen. */
export async function treeState(root: string): Promise<TreeState> {
  const state: Record<string, string> = {}
  for (const name of await namesBelow(root)) {
    const path = join(root, name)
    const stats = await lstat(path)
    const content = stats.isFile()
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : 'folder'
    state[name] = stats.isFile() ? `${content} ${stats.mtimeMs}` : content
  }
  return state
}

/** All names below a folder, sorted; none where there is no such folder. */
export async function namesBelow(root: string): Promise<string[]> {
  try {
    return (await readdir(root, { recursive: true })).sort()
  } catch {
    return []
  }
}
