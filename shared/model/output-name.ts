import type { Read } from './command-line.ts'
import {
  basePlaceholders,
  describePlaceholders,
  parsePieces,
  type Placeholder,
  type TemplatePiece,
} from './path-template.ts'
import type { PathText } from './path-text.ts'

/** A moment as a clock on a wall and a calendar show it, in no particular time zone. */
export interface WallClock {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** What a file says of itself, as far as names can be made of it; null for what it does not say. */
export interface OutputMetadata {
  /** When a picture was taken. */
  readonly taken: WallClock | null
  /** Pixels, as the picture is meant to be seen. */
  readonly width: number | null
  readonly height: number | null
  readonly camera: string | null
  readonly artist: string | null
  readonly album: string | null
  readonly title: string | null
  readonly track: number | null
}

export const noMetadata: OutputMetadata = {
  taken: null,
  width: null,
  height: null,
  camera: null,
  artist: null,
  album: null,
  title: null,
  track: null,
}

/** What a name is made from. */
export interface OutputNameValues {
  /** The base name of the input. */
  readonly baseName: PathText
  /** The item's place in the input, from 1. */
  readonly seq: number
  readonly counter: number
  /** The folder of the input below the folder that was given, its names parted by `/`; empty for that folder itself. */
  readonly relative: PathText
  /** Milliseconds since 1970; null where it could not be told. */
  readonly modifiedAt: number | null
  /** The extension that the task gives, without its dot. */
  readonly newExtension: string
  readonly metadata: OutputMetadata
}

/** A template of output names that has been read. */
export interface OutputNameTemplate {
  readonly pieces: readonly TemplatePiece[]
  /** Whether `values.metadata` is looked at, so that it is worth reading. */
  readonly needsMetadata: boolean
}

/** Where a value comes from. Only metadata may be missing, and only metadata may hold anything at all. */
type Source = 'name' | 'folder' | 'metadata'

interface OutputPlaceholder {
  readonly means: string
  readonly source: Source
  /** Null where the input does not have it. */
  value(values: OutputNameValues): string | null
}

function fromName({ means, value }: Placeholder<{ readonly path: PathText }>): OutputPlaceholder {
  return { means, source: 'name', value: ({ baseName }) => value({ path: baseName }, '') }
}

function fromMetadata(
  means: string,
  value: (metadata: OutputMetadata) => string | number | null,
): OutputPlaceholder {
  return {
    means,
    source: 'metadata',
    value({ metadata }) {
      const found = value(metadata)
      return found === null ? null : String(found)
    },
  }
}

type Part = keyof WallClock | 'date'

function modified(part: Part, means: string): OutputPlaceholder {
  return { means, source: 'name', value: ({ modifiedAt }) => partOf(wallClockOf(modifiedAt), part) }
}

function taken(part: Part, means: string): OutputPlaceholder {
  return {
    means,
    source: 'metadata',
    value: ({ metadata, modifiedAt }) => partOf(metadata.taken ?? wallClockOf(modifiedAt), part),
  }
}

const placeholders: Readonly<Record<string, OutputPlaceholder>> = {
  '{/}': fromName(basePlaceholders['{/}']),
  '{/.}': fromName(basePlaceholders['{/.}']),
  '{ext}': fromName(basePlaceholders['{ext}']),
  '{newext}': {
    means: 'the extension that the task gives',
    source: 'name',
    value: ({ newExtension }) => newExtension,
  },
  '{relative}': {
    means: 'the folder below the one that was given',
    source: 'folder',
    value: ({ relative }) => relative,
  },
  '{date}': modified('date', 'the date of the last change, as 2026-11-28'),
  '{year}': modified('year', 'its year'),
  '{month}': modified('month', 'its month'),
  '{day}': modified('day', 'its day'),
  '{hour}': modified('hour', 'its hour'),
  '{minute}': modified('minute', 'its minute'),
  '{second}': modified('second', 'its second'),
  '{taken}': taken('date', 'the date when a picture was taken, else that of the last change'),
  '{taken.year}': taken('year', 'its year'),
  '{taken.month}': taken('month', 'its month'),
  '{taken.day}': taken('day', 'its day'),
  '{taken.hour}': taken('hour', 'its hour'),
  '{taken.minute}': taken('minute', 'its minute'),
  '{taken.second}': taken('second', 'its second'),
  '{width}': fromMetadata('the width of a picture in pixels', ({ width }) => width),
  '{height}': fromMetadata('its height', ({ height }) => height),
  '{camera}': fromMetadata('the camera', ({ camera }) => camera),
  '{artist}': fromMetadata('the artist', ({ artist }) => artist),
  '{album}': fromMetadata('the album', ({ album }) => album),
  '{title}': fromMetadata('the title', ({ title }) => title),
  '{track}': fromMetadata('the track, with two digits', ({ track }) =>
    track === null ? null : String(track).padStart(2, '0'),
  ),
}

/** For people: every placeholder with what it stands for. */
export const outputNameHelp = [
  describePlaceholders(placeholders),
  '{#} the place in the input, from 1',
  '{n} a counter; {####} and {nnn} have so many digits',
].join(', ')

/** A number with as many digits as the placeholder has signs, at least. */
const numbered = /^\{(?:#{1,20}|n{1,20})\}$/u

const controlCharacters = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu

/**
 * Reads a template of output names. `/` parts folders from what is in them; a brace that is meant as one is
 * written twice.
 */
export function parseOutputName(text: string): Read<OutputNameTemplate> {
  const parsed = parsePieces(text, '', isKnown, outputNameHelp)
  if (!parsed.ok) return parsed
  const pieces = parsed.value
  const problem = problemOf(text)
  if (problem !== null) return { ok: false, message: problem }
  const needsMetadata = pieces.some(
    (piece) => piece.kind === 'placeholder' && placeholders[piece.name]?.source === 'metadata',
  )
  return { ok: true, value: { pieces, needsMetadata } }
}

/** What is wrong with a template whatever its placeholders stand for. */
function problemOf(text: string): string | null {
  if (text.includes('\0')) return 'holds a NUL character, which no name can have'
  if (text.startsWith('/')) return 'begins with a slash. It is the name within the folder that outputs go to'
  const names = text.split('/')
  if (names.some((name) => name === '')) return 'has a folder without a name, or no name for the file'
  if (names.some((name) => name === '.' || name === '..')) {
    return 'leads out of its folder, or nowhere: . and .. are no names'
  }
  return null
}

/**
 * The name of one output, its folders parted by `/`. No value leads out of its folder or makes one, but that of
 * `{relative}`: what would is replaced by `_`. An extension that is empty takes the dot before it away.
 * @param separators the characters that part the names of a path on the system of the output
 */
export function fillOutputName(
  template: OutputNameTemplate,
  values: OutputNameValues,
  separators = '/',
): Read<string> {
  let text = ''
  let isAtFolder = false
  for (const piece of template.pieces) {
    if (piece.kind === 'text') {
      text += isAtFolder && piece.text.startsWith('/') ? piece.text.slice(1) : piece.text
      isAtFolder = false
      continue
    }
    const filled = fillPlaceholder(piece.name, values, separators)
    if (filled === null) return { ok: false, message: missing(piece.name) }
    // Without a folder there is nothing that a slash would part.
    isAtFolder = filled === '' && piece.name === '{relative}'
    const isExtension = piece.name === '{ext}' || piece.name === '{newext}'
    text = filled === '' && isExtension && text.endsWith('.') ? text.slice(0, -1) : text + filled
  }
  const wrong = text.split('/').find((name) => name === '' || name === '.' || name === '..')
  if (wrong === undefined) return { ok: true, value: text }
  const what = wrong === '' ? 'a folder or a file without a name' : `the name ${wrong}, which leads elsewhere`
  return { ok: false, message: `would have ${what}` }
}

function fillPlaceholder(name: string, values: OutputNameValues, separators: string): string | null {
  const placeholder = placeholders[name]
  if (placeholder === undefined) {
    const number = name.startsWith('{#') ? values.seq : values.counter
    return String(number).padStart(name.length - 2, '0')
  }
  const value = placeholder.value(values)
  if (value === null || placeholder.source === 'folder') return value
  if (placeholder.source === 'name') return withoutSeparators(value, separators)
  const tame = withoutSeparators(value.replace(controlCharacters, '_'), `/\\${separators}`).trim()
  if (tame === '') return null
  return /^\.+$/u.test(tame) ? '_'.repeat(tame.length) : tame
}

function withoutSeparators(text: string, separators: string): string {
  let tame = text
  for (const character of `\0${separators}`) tame = tame.replaceAll(character, '_')
  return tame
}

function missing(name: string): string {
  const { means = '', source = 'name' } = placeholders[name] ?? {}
  if (source === 'metadata' && !name.startsWith('{taken'))
    return `cannot be made: the file does not tell ${means} (${name})`
  return `cannot be made: when the file was last changed could not be told (${name})`
}

function isKnown(found: string): found is string {
  return Object.hasOwn(placeholders, found) || numbered.test(found)
}

/** The moment in the time zone of this program. */
export function wallClockOf(moment: number | null): WallClock | null {
  if (moment === null) return null
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return null
  return {
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
  }
}

function partOf(clock: WallClock | null, part: Part): string | null {
  if (clock === null) return null
  if (part === 'date') return `${partOf(clock, 'year')}-${partOf(clock, 'month')}-${partOf(clock, 'day')}`
  return String(clock[part]).padStart(part === 'year' ? 4 : 2, '0')
}
