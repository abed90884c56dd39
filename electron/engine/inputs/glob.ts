import path from 'node:path'
import { Minimatch } from 'minimatch'
import type { WalkFilter } from './walk.ts'

/** A glob pattern taken apart: the folder where its walk begins and what is to be found below it. */
export interface Glob {
  /** The deepest folder that the pattern names without wildcards. */
  readonly base: string
  /** Null where the pattern has no wildcard, so that `base` is the file itself. */
  readonly filter: WalkFilter | null
}

/** How patterns are read on a platform; the default is this one. */
export interface GlobRules {
  readonly path: path.PlatformPath
  /** Whether upper and lower case are the same. */
  readonly ignoreCase: boolean
}

/** The rules of this platform: its separators, and its file system's usual view of upper and lower case. */
export const platformGlobRules: GlobRules = {
  path,
  ignoreCase: process.platform === 'win32' || process.platform === 'darwin',
}

/** How many alternatives the braces of one pattern may stand for; each file is held against all of them. */
const mostAlternatives = 1_000

/**
 * The longest pattern, in characters. Times `mostAlternatives` it stays below the length at which braces
 * would be expanded in part only.
 */
const longestPattern = 4_000

/** Characters that may begin a wildcard. */
const wildcards = /[*?[{]/u

/** A wildcard from its beginning to its end: `*`, `?`, `[a]`, `{a,b}`, `{1..9}`. */
const wholeWildcards = /[*?]|\[[^[\]]+\]|\{[^{},]*,[^{}]*\}|\{-?\w+\.\.-?\w+(?:\.\.-?\d+)?\}/u

/**
 * Takes an absolute glob pattern apart.
 *
 * `*` and `?` stand for any and for one character within a name, `[a-z]` and `[!a-z]` for one of a set,
 * `{a,b}` and `{1..9}` for alternatives, and `**` as a whole name for any number of folders. A name that
 * begins with a dot is matched only where the pattern has that dot too. All else stands for itself. Where
 * `\` is no separator, it takes away the meaning of the character after it; on Windows `[*]` does.
 * @throws Error when the pattern cannot be used
 */
export function parseGlob(pattern: string, rules: GlobRules = platformGlobRules): Glob {
  if (pattern.length > longestPattern) throw new Error(`it is longer than ${longestPattern} characters`)
  const segments = withSlashes(pattern, rules).split('/')
  const firstWild = segments.findIndex((segment) => wildcards.test(withoutEscapes(segment, rules)))
  const literal = firstWild === -1 ? segments : segments.slice(0, firstWild)
  const base = rules.path.resolve(rules.path.sep, unescape(literal.join('/'), rules) + '/')
  if (firstWild === -1) return { base, filter: null }
  const matcher = new Minimatch(segments.slice(firstWild).join('/'), matcherOptions(rules))
  if (matcher.globSet.length >= mostAlternatives) {
    throw new Error(`its braces stand for more than ${mostAlternatives} alternatives`)
  }
  return {
    base,
    filter: {
      enters: (folder) => matcher.match(folder, true),
      accepts: (file) => matcher.match(file),
    },
  }
}

/** Whether a text has wildcards, so that it may be meant as a pattern. Quick for any text. */
export function hasWildcards(text: string, rules: GlobRules = platformGlobRules): boolean {
  return wholeWildcards.test(withoutEscapes(withSlashes(text, rules), rules))
}

/** The text as a pattern that matches just this text. */
export function escapeGlob(text: string, rules: GlobRules = platformGlobRules): string {
  return rules.path.sep === '\\' ? text.replace(/[*?[{]/gu, '[$&]') : text.replace(/[*?[\]{}\\]/gu, '\\$&')
}

function matcherOptions(rules: GlobRules) {
  return {
    // The pattern and the paths both come with `/`, so that one set of rules serves on every platform.
    platform: 'linux',
    nocase: rules.ignoreCase,
    magicalBraces: true,
    nonegate: true,
    nocomment: true,
    noext: true,
    braceExpandMax: mostAlternatives,
  } as const
}

function withSlashes(pattern: string, rules: GlobRules): string {
  return rules.path.sep === '\\' ? pattern.replaceAll('\\', '/') : pattern
}

function withoutEscapes(text: string, rules: GlobRules): string {
  return rules.path.sep === '\\' ? text : text.replace(/\\./gsu, '')
}

function unescape(text: string, rules: GlobRules): string {
  return rules.path.sep === '\\' ? text : text.replace(/\\(.)/gsu, '$1')
}
