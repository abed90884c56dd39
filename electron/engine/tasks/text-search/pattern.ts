import { EngineError } from '../../errors.ts'
import type { Search } from './search-parameters.ts'

/** Larger files are refused where the whole text must be in memory at once, in bytes. */
export const wholeTextLimit = 128 * 1024 * 1024

/** Whether what is looked for can be looked for in the file's bytes, piece by piece. */
export function isPlainSearch({ kind, ignoreCase }: Search): boolean {
  return kind === 'literal' && !ignoreCase
}

/**
 * The pattern of a search, for all matches.
 * @throws EngineError INVALID_PARAMETERS for a regular expression that is none
 */
export function patternOf(task: string, search: Search): RegExp {
  const { find, kind, ignoreCase, multiline, dotAll, unicode } = search
  const always = ignoreCase ? 'gi' : 'g'
  if (kind === 'literal') return new RegExp(escape(find), `${always}u`)
  const flags = `${always}${multiline ? 'm' : ''}${dotAll ? 's' : ''}${unicode ? 'u' : ''}`
  try {
    return new RegExp(find, flags)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new EngineError('INVALID_PARAMETERS', `The regular expression cannot be read. ${reason}.`, {
      data: { task, parameter: 'find' },
      cause: error,
    })
  }
}

/** How often a pattern for all matches is found in a text. */
export function countMatches(text: string, pattern: RegExp): number {
  let count = 0
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    count += 1
    // An empty match is passed by one character, as `replace` does it.
    if (match[0] === '') pattern.lastIndex += widthAt(text, pattern)
  }
  return count
}

function widthAt(text: string, pattern: RegExp): number {
  const code = text.codePointAt(pattern.lastIndex) ?? 0
  return pattern.unicode && code > 0xffff ? 2 : 1
}

function escape(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}
