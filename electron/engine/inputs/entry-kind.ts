import type { Dirent, Stats } from 'node:fs'

/** What an entry of a file system is; `other` says in words what is neither file, folder nor link. */
export type EntryKind = 'file' | 'folder' | 'link' | { readonly other: string }

export function kindOf(entry: Stats | Dirent | Dirent<Buffer>): EntryKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFIFO()) return { other: 'FIFO' }
  if (entry.isSocket()) return { other: 'socket' }
  if (entry.isBlockDevice() || entry.isCharacterDevice()) return { other: 'device' }
  return { other: 'special entry of the file system' }
}
