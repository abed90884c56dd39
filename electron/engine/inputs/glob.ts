import path from 'node:path'
import { Minimatch } from 'minimatch'

/** Which entries an input's own pattern names. Paths are relative to where the walk began, with `/`. */
export interface WalkPattern {
  /** Whether files below this folder may be among them. */
  enters(folder: string): boolean
  /** Whether this entry, which is no folder, is one. */
  accepts(path: string): boolean
}

/** A glob pattern taken apart: the folder where its walk begins and what is to be found below it. */
export interface Glob {
  /** The deepest folder that the pattern names without wildcards. */
  readonly base: string
  /** Null where the pattern has no wildcard, so that `base` is the file itself. */
  readonly filter: WalkPattern | null
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
  refuseLongPattern(pattern)
  const segments = withSlashes(pattern, rules).split('/')
  const firstWild = segments.findIndex((segment) => wildcards.test(withoutEscapes(segment, rules)))
  const literal = firstWild === -1 ? segments : segments.slice(0, firstWild)
  const base = rules.path.resolve(rules.path.sep, unescape(literal.join('/'), rules) + '/')
  if (firstWild === -1) return { base, filter: null }
  const matcher = createMatcher(segments.slice(firstWild).join('/'), rules)
  return {
    base,
    filter: {
      enters: (folder) => matcher.match(folder, true),
      accepts: (file) => matcher.match(file),
    },
  }
}

/** What a pattern of a filter is held against. */
export interface FilterPattern {
  /** Whether it is held against names alone, and not against paths. */
  readonly isOfNames: boolean
  /** Whether it means folders only, with all that is in them. */
  readonly isOfFolders: boolean
  /** Whether a name, or a path relative to the input's folder and with `/`, is as the pattern has it. */
  matches(text: string): boolean
  /** Whether something below the folder of this relative path could be as the pattern has it. */
  mayMatchBelow(folder: string): boolean
}

/**
 * Takes a pattern of a filter apart: like those of inputs, but relative, and wildcards match a leading dot
 * too. One without `/`, but at its end, is held against names.
 * @throws Error when the pattern cannot be used
 */
export function parseFilterPattern(pattern: string, rules: GlobRules = platformGlobRules): FilterPattern {
  refuseLongPattern(pattern)
  const withoutStart = withSlashes(pattern, rules).replace(/^(?:\.?\/)+/u, '')
  const text = withoutStart.replace(/\/+$/u, '')
  if (text === '') throw new Error('it stands for no name')
  const isOfNames = !text.includes('/') && withoutStart === withSlashes(pattern, rules)
  const matcher = createMatcher(text, rules, { dot: true })
  return {
    isOfNames,
    isOfFolders: withoutStart.endsWith('/'),
    matches: (path) => matcher.match(path),
    mayMatchBelow: (folder) => isOfNames || matcher.match(folder, true),
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

function refuseLongPattern(pattern: string): void {
  if (pattern.length > longestPattern) throw new Error(`it is longer than ${longestPattern} characters`)
}

/** @throws Error when the pattern stands for too many alternatives */
function createMatcher(pattern: string, rules: GlobRules, options: { dot?: boolean } = {}): Minimatch {
  const matcher = new Minimatch(pattern, {
    ...options,
    // The pattern and the paths both come with `/`, so that one set of rules serves on every platform.
    platform: 'linux',
    nocase: rules.ignoreCase,
    magicalBraces: true,
    nonegate: true,
    nocomment: true,
    noext: true,
    braceExpandMax: mostAlternatives,
  })
  if (matcher.globSet.length >= mostAlternatives) {
    throw new Error(`its braces stand for more than ${mostAlternatives} alternatives`)
  }
  return matcher
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
