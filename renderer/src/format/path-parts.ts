import { displayPath } from '../../../shared/model/path-text.ts'

/** A stretch of a path: as it is, or the visible stand-in of something that cannot be seen. */
export interface PathSegment {
  readonly text: string
  /** Null for plain text; else what the stand-in stands for, such as `U+202E`. */
  readonly standsFor: string | null
}

export interface PathParts {
  /** All folders but the nearest, without a trailing separator. Empty where there is at most one folder. */
  readonly outer: readonly PathSegment[]
  /** The nearest folder, with the separator before it and without the one behind. Empty where the path has none. */
  readonly folder: readonly PathSegment[]
  /** Between folder and base name; empty when the path has no folder. */
  readonly separator: string
  /** The base name without its end. */
  readonly base: readonly PathSegment[]
  /** The end of a long base name, with its extension: kept in sight when the rest is cut short. */
  readonly end: readonly PathSegment[]
}

// Control characters, the byte escapes of path-text.ts, every kind of invisible or direction-turning
// character, and every space but the plain one.
const unseen =
  /[\u0000-\u001F\u007F-\u009F\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFB\uD800-\uDFFF]|[\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/u

const escapes: Readonly<Record<number, string>> = { 0x09: '\\t', 0x0a: '\\n', 0x0d: '\\r' }

/** The visible stand-in of a character that cannot be seen. */
export function standIn(character: string): PathSegment {
  const code = character.codePointAt(0) ?? 0
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  if (code >= 0xdc80 && code <= 0xdcff) {
    const bytes = displayPath(character)
    return { text: bytes, standsFor: bytes }
  }
  if (code < 0x80) {
    const escape = escapes[code] ?? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`
    return { text: escape, standsFor: name }
  }
  return { text: `[${name}]`, standsFor: name }
}

/**
 * Cuts text into what can be read as it is and stand-ins for what cannot: control characters, invisible and
 * direction-turning characters, bytes that are not valid UTF-8, and spaces at either end.
 */
export function visibleSegments(text: string): PathSegment[] {
  if (text === '') return []
  if (!unseen.test(text) && !text.startsWith(' ') && !text.endsWith(' ')) return [{ text, standsFor: null }]
  const segments: PathSegment[] = []
  const characters = Array.from(text)
  const firstSeen = characters.findIndex((character) => character !== ' ')
  const lastSeen = characters.findLastIndex((character) => character !== ' ')
  let plain = ''
  for (const [index, character] of characters.entries()) {
    const edgeSpace = character === ' ' && (firstSeen < 0 || index < firstSeen || index > lastSeen)
    // A variation selector belongs to the emoji before it, as does the joiner between two of them.
    const partOfEmoji =
      (character === '\uFE0F' || character === '\u200D') && isPictograph(characters[index - 1])
    if (edgeSpace || (unseen.test(character) && !partOfEmoji)) {
      if (plain !== '') segments.push({ text: plain, standsFor: null })
      plain = ''
      segments.push(edgeSpace ? { text: '\u00B7', standsFor: 'U+0020' } : standIn(character))
    } else {
      plain += character
    }
  }
  if (plain !== '') segments.push({ text: plain, standsFor: null })
  return segments
}

function isPictograph(character: string | undefined): boolean {
  return character !== undefined && /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]/u.test(character)
}

/** Where the base name begins: after the last separator that is not at the end. */
function baseStart(path: string): number {
  return lastSeparator(path.slice(0, -1), isOfWindows(path)) + 1
}

function isOfWindows(path: string): boolean {
  return /^[A-Za-z]:[\\/]|^\\\\/.test(path)
}

/** The place of the last separator, or -1. Windows paths have `\` too. */
function lastSeparator(text: string, ofWindows: boolean): number {
  return Math.max(text.lastIndexOf('/'), ofWindows ? text.lastIndexOf('\\') : -1)
}

/** Shortens text in its middle to `most` characters, so that its beginning and its extension stay. */
export function shortenMiddle(text: string, most: number): string {
  const characters = Array.from(text)
  if (characters.length <= most) return text
  const room = Math.max(most - 1, 2)
  const end = Math.floor(room / 2)
  const start = room - end
  return `${characters.slice(0, start).join('')}\u2026${characters.slice(characters.length - end).join('')}`
}

/** A base name longer than this is kept in sight at both ends. In characters. */
const longBase = 24

/** How much of a long base name's end stays in sight, in characters. */
const endLength = 12

/**
 * A path in parts that a view can cut short as the width demands, so that what is left out lies in the middle:
 * the outer folders, the nearest one, the base name, and the end of a long base name.
 */
export function pathParts(path: string): PathParts {
  const start = baseStart(path)
  return {
    ...cutNearest(visibleSegments(path.slice(0, Math.max(start - 1, 0))), isOfWindows(path)),
    separator: path.slice(Math.max(start - 1, 0), start),
    ...cutEnd(visibleSegments(path.slice(start))),
  }
}

function cutNearest(
  folders: readonly PathSegment[],
  ofWindows: boolean,
): Pick<PathParts, 'outer' | 'folder'> {
  const at = folders.findLastIndex(
    (part) => part.standsFor === null && lastSeparator(part.text, ofWindows) >= 0,
  )
  const cut = folders[at]
  if (cut === undefined) return { outer: [], folder: folders }
  const place = lastSeparator(cut.text, ofWindows)
  const [before, behind] = [cut.text.slice(0, place), cut.text.slice(place)]
  return {
    outer: [...folders.slice(0, at), ...(before === '' ? [] : [{ text: before, standsFor: null }])],
    folder: [{ text: behind, standsFor: null }, ...folders.slice(at + 1)],
  }
}

function cutEnd(segments: readonly PathSegment[]): Pick<PathParts, 'base' | 'end'> {
  const length = segments.reduce((sum, segment) => sum + segment.text.length, 0)
  if (length <= longBase) return { base: segments, end: [] }
  const base = [...segments]
  const end: PathSegment[] = []
  let wanted = endLength
  while (wanted > 0) {
    const last = base.pop()
    if (last === undefined) break
    if (last.standsFor !== null || last.text.length <= wanted) {
      end.unshift(last)
      wanted -= last.text.length
      continue
    }
    const cut = graphemeStart(last.text, last.text.length - wanted)
    if (cut > 0) base.push({ text: last.text.slice(0, cut), standsFor: null })
    end.unshift({ text: last.text.slice(cut), standsFor: null })
    wanted = 0
  }
  return { base, end }
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Where the character that a person sees at a place in a text begins. */
function graphemeStart(text: string, place: number): number {
  return graphemes.segment(text).containing(place)?.index ?? place
}

/** The base name, readable, shortened in its middle to `most` characters. */
export function readableBase(path: string, most: number): string {
  return shortenMiddle(readablePath(path.slice(baseStart(path))), most)
}

/** The whole path on one line, with everything visible: for a tooltip or a text for copying into a report. */
export function readablePath(path: string): string {
  const start = baseStart(path)
  return [...visibleSegments(path.slice(0, start)), ...visibleSegments(path.slice(start))]
    .map((segment) => segment.text)
    .join('')
}
