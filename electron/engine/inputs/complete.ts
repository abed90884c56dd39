import { opendir, stat } from 'node:fs/promises'
import type { Completion } from '../../../shared/contract/contract.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { fromPathBytes, toPathBytes } from '../path-bytes.ts'
import { kindOf } from './entry-kind.ts'
import { withSeparator } from './real-path.ts'
import { splitTyped } from './typed-path.ts'

/** The most entries of a folder that are looked at, so that an enormous one does not delay an answer. */
const entriesLookedAt = 50_000

/** The most links whose targets are looked at; further ones are taken for files. */
const linksLookedAt = 200

interface Candidate {
  readonly name: PathText
  kind: 'file' | 'folder' | 'link'
}

/**
 * The entries that a typed path may go on with: folders first, then by name. Upper and lower case are the
 * same; hidden entries are left out unless the typed name begins with a dot. Of a folder that cannot be
 * read there are none.
 */
export async function completePath(text: string, limit: number, home: string): Promise<Completion[]> {
  const { folder, prefix } = splitTyped(text, home)
  const candidates = await candidatesIn(folder, prefix)
  const links = candidates.filter((candidate) => candidate.kind === 'link').sort(byName)
  for (const [index, link] of links.entries()) {
    link.kind = index < linksLookedAt ? await kindBehind(withSeparator(folder) + link.name) : 'file'
  }
  return candidates
    .sort((one, other) => rank(one) - rank(other) || byName(one, other))
    .slice(0, limit)
    .map(({ name, kind }) => ({
      path: withSeparator(folder) + name,
      kind: kind === 'folder' ? 'folder' : 'file',
    }))
}

async function candidatesIn(folder: PathText, prefix: string): Promise<Candidate[]> {
  const wanted = prefix.toLowerCase()
  const candidates: Candidate[] = []
  let lookedAt = 0
  try {
    // With `latin1`, each character of a name is one of its bytes: a name need not be valid UTF-8.
    const directory = await opendir(toPathBytes(folder), { encoding: 'latin1', bufferSize: 1_024 })
    for await (const entry of directory) {
      const name = fromPathBytes(Buffer.from(entry.name, 'latin1'))
      const kind = kindOf(entry)
      const hidden = name.startsWith('.') && !prefix.startsWith('.')
      if (!hidden && typeof kind === 'string' && name.toLowerCase().startsWith(wanted))
        candidates.push({ name, kind })
      lookedAt += 1
      if (lookedAt >= entriesLookedAt) break
    }
  } catch {
    // A folder that cannot be read has nothing to propose; what is wrong with it is told once it is added.
  }
  return candidates
}

async function kindBehind(path: PathText): Promise<'file' | 'folder'> {
  try {
    return (await stat(toPathBytes(path))).isDirectory() ? 'folder' : 'file'
  } catch {
    return 'file'
  }
}

function rank(candidate: Candidate): number {
  return candidate.kind === 'folder' ? 0 : 1
}

function byName(one: Candidate, other: Candidate): number {
  const [first, second] = [one.name.toLowerCase(), other.name.toLowerCase()]
  if (first !== second) return first < second ? -1 : 1
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0
}
