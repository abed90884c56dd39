import { statSync, type Stats } from 'node:fs'
import { basename } from 'node:path'
import { displayPath, type PathText } from '../../../../shared/model/path-text.ts'
import { entriesIn } from '../../inputs/listing.ts'
import { withSeparator } from '../../inputs/real-path.ts'
import { toPathBytes } from '../../path-bytes.ts'
import { attemptRead } from '../files/open-file.ts'

/** Something that goes into an archive. */
export interface ArchiveEntry {
  readonly path: PathText
  /** Its name in the archive, with `/` between folders. */
  readonly name: string
  readonly isFolder: boolean
}

/**
 * What an archive of a file or a folder has in it: the file; or the folder, and below it everything, each folder before
 * what is in it, in the order of names. Links inside the folder are not followed.
 * @param leftOut told of what is neither file nor folder: links, FIFOs, devices
 * @throws ItemError when a folder cannot be read
 */
export function* archiveEntries(
  path: PathText,
  leftOut: (path: PathText) => void,
): Generator<ArchiveEntry, void, undefined> {
  const name = entryName(basename(path))
  if (lookAt(path).isDirectory()) yield* below(path, name, leftOut)
  else yield { path, name, isFolder: false }
}

/**
 * What stands at a path, links followed.
 * @throws ItemError when nothing does, or it cannot be looked at
 */
export function lookAt(path: PathText): Stats {
  return attemptRead(path, () => statSync(toPathBytes(path)))
}

function* below(
  folder: PathText,
  nameOfFolder: string,
  leftOut: (path: PathText) => void,
): Generator<ArchiveEntry, void, undefined> {
  yield { path: folder, name: nameOfFolder, isFolder: true }
  const { names, kinds } = attemptRead(folder, () => entriesIn(folder))
  const nameInArchive = distinctNames(names)
  for (const each of names) {
    const path = withSeparator(folder) + each
    const name = `${nameOfFolder}/${nameInArchive(each)}`
    const kind = kinds?.get(each) ?? 'file'
    if (kind === 'folder') yield* below(path, name, leftOut)
    else if (kind === 'file') yield { path, name, isFolder: false }
    else leftOut(path)
  }
}

/** Gives the names of a folder's entries in the archive: where two would be one there, the later is numbered. */
function distinctNames(names: readonly PathText[]): (name: PathText) => string {
  const changed = names.filter((name) => entryName(name) !== name)
  if (changed.length === 0) return (name) => name
  const taken = new Set(names.filter((name) => entryName(name) === name))
  const given = new Map<PathText, string>()
  for (const name of changed) {
    const wanted = entryName(name)
    let distinct = wanted
    for (let number = 2; taken.has(distinct); number += 1) distinct = `${wanted} (${number})`
    taken.add(distinct)
    given.set(name, distinct)
  }
  return (name) => given.get(name) ?? name
}

/**
 * A name in an archive, which must be the same on every system and never lead to another place: without what
 * would part folders or name a drive there.
 */
function entryName(name: PathText): string {
  if (name === '') return '_'
  return displayPath(name)
    .replaceAll('\\', '_')
    .replace(/^([A-Za-z]):/u, '$1_')
}
