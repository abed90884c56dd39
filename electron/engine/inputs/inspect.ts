import { stat } from 'node:fs/promises'
import type { InputInspection } from '../../../shared/contract/contract.ts'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import { kindOf } from './entry-kind.ts'
import { escapeGlob, hasWildcards, platformGlobRules } from './glob.ts'
import { describeProblem, notAFile } from './problems.ts'
import { expandTyped } from './typed-path.ts'

/**
 * What a typed or dropped text stands for. A file or folder of just this name comes before its meaning as a
 * pattern. `~` is the home folder, and a relative path starts there.
 */
export async function inspectInput(text: string, home: string): Promise<InputInspection> {
  const path = expandTyped(text, home)
  try {
    const stats = await stat(toPathBytes(path))
    const kind = kindOf(stats)
    if (kind === 'folder') return { kind: 'folder', path }
    if (typeof kind === 'object') return { kind: 'refused', path, ...notAFile(path, kind.other) }
    return { kind: 'file', path, size: cappedBytes(stats.size) }
  } catch (error) {
    if (isAbsent(error) && hasWildcards(text)) return { kind: 'glob', pattern: patternOf(text, home) }
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return { kind: 'missing', path }
    return { kind: 'refused', path, ...describeProblem(error, path) }
  }
}

/** How many inputs are looked at at a time: about as many as the system's threads for files can take. */
const atOnce = 16

/** What many typed or dropped texts stand for, in their order. */
export async function inspectInputs(texts: readonly string[], home: string): Promise<InputInspection[]> {
  const inspections: InputInspection[] = []
  for (let from = 0; from < texts.length; from += atOnce) {
    const part = texts.slice(from, from + atOnce)
    inspections.push(...(await Promise.all(part.map((text) => inspectInput(text, home)))))
  }
  return inspections
}

/** Errors that a pattern gives where its text is taken for a path. */
function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'].includes(errorCode(error))
}

/** The pattern made absolute. Wildcards that are part of the home folder's own name mean themselves. */
function patternOf(text: string, home: string): PathText {
  const {
    path,
    path: { sep },
  } = platformGlobRules
  const separator = sep === '\\' ? /[\\/]/u : /\//u
  if (path.isAbsolute(text)) return text
  const [first = '', ...others] = text.split(separator)
  const below = first === '~' ? others : [first, ...others]
  return [escapeGlob(path.resolve(home)).replace(/[\\/]$/u, ''), ...below].join(sep)
}
