import { existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { ItemError } from '../../errors.ts'
import { readList } from '../../inputs/list-file.ts'
import { quotePath } from '../../inputs/problems.ts'
import { toPathBytes } from '../../path-bytes.ts'
import type { ChecksumAlgorithm } from '../files/algorithms.ts'
import { attemptRead } from '../files/open-file.ts'
import { isDigest, parseChecksumLine } from './checksum-line.ts'

/** What a file beside another one says of it. */
export interface Sidecar {
  readonly path: PathText
  readonly algorithm: ChecksumAlgorithm
  readonly digest: string
}

/** What the names of sidecars end in, the strongest first. */
const suffixes: readonly (readonly [suffix: string, algorithm: ChecksumAlgorithm])[] = [
  ['.sha512', 'sha512'],
  ['.sha512sum', 'sha512'],
  ['.b2', 'blake2b'],
  ['.b2sum', 'blake2b'],
  ['.sha256', 'sha256'],
  ['.sha256sum', 'sha256'],
  ['.sha1', 'sha1'],
  ['.sha1sum', 'sha1'],
  ['.md5', 'md5'],
  ['.md5sum', 'md5'],
]

/** The largest sidecar, in bytes: it has one checksum, or those of a folder. */
const largestSidecar = 16 * 1024 ** 2

/**
 * The checksum that stands beside a file; null where none does.
 * @param wanted the only algorithm that counts, or `auto`
 * @throws ItemError INVALID_CONTENT for a sidecar without a checksum of the file
 */
export function readSidecar(path: PathText, wanted: ChecksumAlgorithm | 'auto'): Sidecar | null {
  for (const [suffix, algorithm] of suffixes) {
    const sidecar = path + suffix
    if ((wanted !== 'auto' && wanted !== algorithm) || !isFile(sidecar)) continue
    const digest = attemptRead(sidecar, () => digestIn(sidecar, basename(path), algorithm))
    if (digest !== null) return { path: sidecar, algorithm, digest }
    throw new ItemError(
      'INVALID_CONTENT',
      `${quotePath(sidecar)} has no ${algorithm} checksum of ${quotePath(basename(path))}. ` +
        'Expected is the checksum alone, or a line as sha256sum writes it.',
    )
  }
  return null
}

/** Whether this is the sidecar of a file that is there. */
export function isSidecar(path: PathText): boolean {
  return suffixes.some(([suffix]) => path.endsWith(suffix) && isFile(path.slice(0, -suffix.length)))
}

/** The names that a sidecar of a file may end in. */
export function sidecarSuffixes(wanted: ChecksumAlgorithm | 'auto'): string {
  const fitting = suffixes.filter(([, algorithm]) => wanted === 'auto' || wanted === algorithm)
  return fitting.map(([suffix]) => suffix).join(', ')
}

function digestIn(sidecar: PathText, name: PathText, algorithm: ChecksumAlgorithm): string | null {
  if (statSync(toPathBytes(sidecar)).size > largestSidecar) return null
  const of128 = algorithm === 'blake2b' ? 'blake2b' : 'sha512'
  for (const { text } of readList(sidecar, 'newline')) {
    if (isDigest(text.trim(), algorithm)) return text.trim().toLowerCase()
    const line = parseChecksumLine(text, of128)
    if (line !== null && line.algorithm === algorithm && basename(line.name) === name) return line.digest
  }
  return null
}

/** What cannot be there, such as a name that is too long, is not. */
function isFile(path: PathText): boolean {
  const bytes = toPathBytes(path)
  return existsSync(bytes) && statSync(bytes).isFile()
}
