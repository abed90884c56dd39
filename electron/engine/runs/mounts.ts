import { readFile } from 'node:fs/promises'

/** A file system that is joined to the tree of folders. */
export interface Mount {
  /** The folder at which it is joined. */
  readonly path: string
  /** Which device it is, as the system numbers them. */
  readonly device: string
}

/** Folders below which nothing is that a user could take away. */
const systemFolders = /^\/(?:$|(?:proc|sys|dev|run\/user)(?:\/|$))/u

/**
 * The file systems that are joined at present, those of the system itself left out. Empty on systems that
 * do not tell them as Linux does; there, folders that vanish are all that can be seen.
 */
export async function readMounts(): Promise<Mount[]> {
  if (process.platform !== 'linux') return []
  try {
    return parseMounts(await readFile('/proc/self/mountinfo', 'utf8'))
  } catch {
    return []
  }
}

/** @param text as in `/proc/self/mountinfo`: one mount a line, device third, folder fifth */
export function parseMounts(text: string): Mount[] {
  const mounts = new Map<string, Mount>()
  for (const line of text.split('\n')) {
    const [, , device, , folder] = line.split(' ')
    if (device === undefined || folder === undefined) continue
    const path = folder.replace(/\\(\d{3})/gu, (_, digits: string) =>
      String.fromCharCode(parseInt(digits, 8)),
    )
    // Of several at one folder the last covers the others.
    if (!systemFolders.test(path)) mounts.set(path, { path, device })
  }
  return [...mounts.values()]
}
