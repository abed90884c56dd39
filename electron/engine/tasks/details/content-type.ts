import { isUtf8 } from 'node:buffer'
import { fileTypeFromTokenizer, supportedExtensions } from 'file-type'
import type { OpenFile } from '../files/open-file.ts'
import { BoundedTokenizer } from './bounded-tokenizer.ts'

/** What a file is by its content. */
export interface ContentType {
  /** The usual extension of such files, such as `jpg`. */
  readonly type: string
  readonly mime: string
}

/** How much of a file is looked at to tell whether it is text, in bytes. */
const textSample = 65_536

/** The type of a file's content; null where it cannot be told. */
export async function contentTypeOf(file: OpenFile): Promise<ContentType | null> {
  try {
    const found = await fileTypeFromTokenizer(new BoundedTokenizer(file))
    if (found !== undefined) return { type: found.ext, mime: found.mime }
  } catch {
    // A damaged head tells nothing; it may still be text.
  }
  return (await isText(file)) ? { type: 'txt', mime: 'text/plain' } : null
}

/** Whether the beginning of a file is text: UTF-8, or UTF-16 with its mark, without what text never has. */
async function isText(file: OpenFile): Promise<boolean> {
  const buffer = Buffer.alloc(Math.min(textSample, file.stats.size))
  const length = await new BoundedTokenizer(file).peekBuffer(buffer, { mayBeLess: true })
  const sample = buffer.subarray(0, length)
  if (sample.length === 0) return false
  const mark = sample.subarray(0, 2).toString('hex')
  if (mark === 'feff' || mark === 'fffe') return true
  return !/[\0-\u0006\u000E-\u001A]/u.test(sample.toString('latin1')) && isUtf8(wholeCharacters(sample))
}

/** Without a character that the end of the sample cuts in two. */
function wholeCharacters(sample: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, sample.length); back += 1) {
    const byte = sample[sample.length - back] ?? 0
    if (byte >= 0xc0) return sample.subarray(0, sample.length - back)
    if (byte < 0x80) break
  }
  return sample
}

/** Extensions that mean the same kind of content, or of which one is a special form of the other. */
const sameContent: readonly (readonly string[])[] = [
  ['jpg', 'jpeg', 'jpe', 'jfif', 'mpo'],
  ['tif', 'tiff', 'dng', 'nef', 'arw', 'cr2', 'pef', 'srw', '3fr', 'erf', 'rw2', 'orf'],
  ['png', 'apng'],
  ['heic', 'heif', 'hif', 'avif'],
  ['mp4', 'm4v', 'm4a', 'm4b', 'm4p', 'mov', 'qt', '3gp', '3g2', 'f4v', 'f4a'],
  ['mkv', 'webm', 'mka', 'mks'],
  ['ogg', 'oga', 'ogv', 'ogx', 'ogm', 'spx', 'opus'],
  ['mpg', 'mpeg', 'mp1', 'mp2', 'mp3', 'mpa', 'vob'],
  ['asf', 'wma', 'wmv'],
  ['aif', 'aiff', 'aifc'],
  ['mid', 'midi'],
  ['gz', 'tgz', 'svgz'],
  ['bz2', 'tbz2', 'tbz'],
  ['xz', 'txz'],
  ['zst', 'tzst'],
  ['cfb', 'doc', 'xls', 'ppt', 'msi', 'msg', 'db', 'dot', 'xlt', 'pps'],
  ['exe', 'dll', 'sys', 'scr', 'ocx', 'cpl'],
  ['elf', 'so', 'o', 'ko', 'bin', 'out'],
  ['ps', 'eps', 'ai', 'pdf'],
  ['sqlite', 'db', 'sqlite3', 'db3'],
]

/** Containers that many kinds of files are; what they hold is told by the name alone. */
const anything: ReadonlySet<string> = new Set(['zip', 'xml', 'cfb'])

const known: ReadonlySet<string> = new Set<string>([...supportedExtensions, ...sameContent.flat()])

/**
 * Whether a file's extension says something else than its content. Null where there is nothing to compare: no
 * extension, or content that is not known.
 */
export function isMismatch(extension: string, content: ContentType | null): boolean | null {
  const given = extension.toLowerCase()
  if (given === '' || content === null) return null
  // Text has thousands of extensions; none of those that mean something else is one of them.
  if (content.type === 'txt') return known.has(given) && !textLike.has(given)
  if (given === content.type) return false
  if (sameContent.some((group) => group.includes(given) && group.includes(content.type))) return false
  return anything.has(content.type) ? known.has(given) && !containers.has(given) : true
}

/** Known extensions whose files are text, or may be. */
const textLike: ReadonlySet<string> = new Set([
  'xml',
  'ics',
  'vcf',
  'rtf',
  'ps',
  'eps',
  'ai',
  'vtt',
  'svg',
  'bin',
  'out',
  'o',
])

/** Known extensions whose files are zip archives, XML or compound files. */
const containers: ReadonlySet<string> = new Set([
  ...[
    'docx',
    'xlsx',
    'pptx',
    'dotx',
    'xltx',
    'potx',
    'docm',
    'xlsm',
    'pptm',
    'vsdx',
    'odt',
    'ods',
    'odp',
    'odg',
    'ott',
  ],
  ...[
    'ots',
    'otp',
    'otg',
    'epub',
    'jar',
    'apk',
    'xpi',
    'kmz',
    '3mf',
    'key',
    'pages',
    'numbers',
    'svg',
    'kml',
    'gpx',
  ],
  ...['doc', 'xls', 'ppt', 'msi', 'msg', 'db', 'dot', 'xlt', 'pps', 'zip', 'xml', 'cfb'],
])
