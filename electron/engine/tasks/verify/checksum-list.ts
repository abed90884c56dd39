import { statSync } from 'node:fs'
import { basename, dirname, isAbsolute, relative, resolve } from 'node:path'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { readList } from '../../inputs/list-file.ts'
import { RealPaths, realPath, withSeparator } from '../../inputs/real-path.ts'
import { toPathBytes } from '../../path-bytes.ts'
import type { ChecksumAlgorithm } from '../files/algorithms.ts'
import { parseChecksumLine } from './checksum-line.ts'

/** The most entries that a list may have. Each takes about 300 bytes in each worker. */
const mostEntries = 1_000_000

/** The largest list, in bytes. */
const largestList = 512 * 1024 ** 2

/** A checksum that a list has for a file. */
export interface ListedChecksum {
  readonly algorithm: ChecksumAlgorithm
  readonly digest: string
  /** Whether the list has another checksum of the same algorithm for the file, too. */
  readonly isContradicted: boolean
}

/** A checksum list, read. */
export interface ChecksumList {
  /** The checksum of a file; null where the list has none. */
  find(path: PathText): ListedChecksum | null
  /** Whether this is the list itself. */
  isList(path: PathText): boolean
}

/** Algorithms from the weakest: where a list has several for a file, the strongest is compared. */
const strength: readonly ChecksumAlgorithm[] = ['md5', 'sha1', 'sha256', 'sha512', 'blake2b']

/**
 * Reads a whole list.
 * @param wanted the only algorithm that counts, or `auto`
 * @throws Error that says what is wrong with the list, in words that go on after its name
 */
export function readChecksumList(path: PathText, wanted: ChecksumAlgorithm | 'auto'): ChecksumList {
  refuseUnusable(path)
  const folder = dirname(path)
  const realList = realPath(path)
  // Names start where the list was named, which may be a link to the place where it lies.
  const realFolder = realPath(folder)
  const entries = new Map<PathText, ListedChecksum>()
  for (const { algorithm, digest, name } of linesOf(path, wanted)) {
    const key = resolve(realFolder, name)
    entries.set(key, joined(entries.get(key), { algorithm, digest, isContradicted: false }))
    if (entries.size > mostEntries) {
      throw new Error(`has more than ${mostEntries.toLocaleString('en')} entries. Split it`)
    }
  }
  const realPaths = new RealPaths()
  return {
    find(file) {
      const own = relative(folder, file)
      const below = own.startsWith('..') || isAbsolute(own) ? null : resolve(realFolder, own)
      const inRealFolder = (): PathText => withSeparator(realPaths.of(dirname(file))) + basename(file)
      return (
        (below === null ? undefined : entries.get(below)) ??
        entries.get(file) ??
        entries.get(inRealFolder()) ??
        null
      )
    },
    isList: (file) => file === path || realPaths.of(file) === realList,
  }
}

/**
 * Looks whether a list can be read and has a line that is understood, and stops at the first one.
 * @throws Error that says what is wrong with the list, in words that go on after its name
 */
export function lookIntoChecksumList(path: PathText, wanted: ChecksumAlgorithm | 'auto'): void {
  refuseUnusable(path)
  for (const _ of linesOf(path, wanted)) return
  const kind = wanted === 'auto' ? '' : ` of ${wanted}`
  throw new Error(
    `has no line with a checksum${kind}. Expected are lines as sha256sum writes them, with or without --tag`,
  )
}

function* linesOf(path: PathText, wanted: ChecksumAlgorithm | 'auto') {
  const of128 =
    wanted === 'blake2b' || (wanted === 'auto' && /b2|blake2/iu.test(basename(path))) ? 'blake2b' : 'sha512'
  for (const { text, tooLong } of readList(path, 'newline')) {
    const line = tooLong ? null : parseChecksumLine(text, of128)
    if (line !== null && (wanted === 'auto' || line.algorithm === wanted)) yield line
  }
}

function refuseUnusable(path: PathText): void {
  const stats = statSync(toPathBytes(path))
  if (!stats.isFile()) throw new Error('is no file')
  if (stats.size > largestList) {
    throw new Error(`has more than ${largestList / 1024 ** 2} MiB. Split it`)
  }
}

function joined(known: ListedChecksum | undefined, other: ListedChecksum): ListedChecksum {
  if (known === undefined) return other
  if (known.algorithm === other.algorithm) {
    return known.digest === other.digest ? known : { ...known, isContradicted: true }
  }
  return strength.indexOf(known.algorithm) < strength.indexOf(other.algorithm) ? other : known
}
