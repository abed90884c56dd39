import type { PathText } from '../../../../shared/model/path-text.ts'
import type { ChecksumAlgorithm } from '../files/algorithms.ts'

/** What a line of a checksum list says. */
export interface ChecksumLine {
  readonly algorithm: ChecksumAlgorithm
  /** Lower-case hexadecimal. */
  readonly digest: string
  /** As it is written in the list, without escapes. */
  readonly name: PathText
}

/** How many hexadecimal digits a checksum has. */
const digits: Readonly<Record<ChecksumAlgorithm, number>> = {
  md5: 32,
  sha1: 40,
  sha256: 64,
  sha512: 128,
  blake2b: 128,
}

/** What algorithms are called in lists, in small letters and without dashes: by coreutils, BSD and OpenSSL. */
const tags: Readonly<Record<string, ChecksumAlgorithm>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sha2256: 'sha256',
  sha512: 'sha512',
  sha2512: 'sha512',
  blake2b: 'blake2b',
  blake2b512: 'blake2b',
}

const plainLine = /^(?<escaped>\\?)(?<digest>[0-9a-f]{32,128})(?: [ *]|[ \t])(?<name>[^\0]+)$/isu
const taggedLine =
  /^(?<escaped>\\?)(?<tag>[A-Z0-9-]{3,11}) ?\((?<name>[^\0]+)\) ?= ?(?<digest>[0-9a-f]{32,128})$/isu

/**
 * Reads a line as sha256sum and its kin write it (`digest  name`, `digest *name`), with `--tag`
 * (`SHA256 (name) = digest`), or as OpenSSL does (`SHA2-256(name)= digest`). A backslash before it says that the
 * name has escapes. Null for any other line.
 * @param of128 which algorithm a checksum of 128 digits is of, where the line does not say it
 */
export function parseChecksumLine(line: string, of128: 'sha512' | 'blake2b'): ChecksumLine | null {
  const found = (taggedLine.exec(line) ?? plainLine.exec(line))?.groups
  if (found === undefined) return null
  const { escaped = '', digest = '', tag, name: written = '' } = found
  const algorithm =
    tag === undefined ? algorithmOfLength(digest.length, of128) : tags[tag.toLowerCase().replaceAll('-', '')]
  if (algorithm === undefined || digits[algorithm] !== digest.length) return null
  const name = escaped === '' ? written : withoutEscapes(written)
  return name === null ? null : { algorithm, digest: digest.toLowerCase(), name }
}

/** Whether a text is a checksum of that kind and nothing else. */
export function isDigest(text: string, algorithm: ChecksumAlgorithm): boolean {
  return text.length === digits[algorithm] && /^[0-9a-f]+$/iu.test(text)
}

function algorithmOfLength(length: number, of128: 'sha512' | 'blake2b'): ChecksumAlgorithm | undefined {
  if (length === digits[of128]) return of128
  return (['md5', 'sha1', 'sha256'] as const).find((algorithm) => digits[algorithm] === length)
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', '\\': '\\' }

/** Null where there is an escape that nobody writes. */
function withoutEscapes(written: string): string | null {
  if (!/^(?:[^\\]|\\[nr\\])*$/su.test(written)) return null
  return written.replace(/\\(.)/gsu, (_, character: string) => escapes[character] ?? '')
}
