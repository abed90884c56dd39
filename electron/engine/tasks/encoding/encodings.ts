import { z } from 'zod'

/** The encodings of text that can be read and written, by their names on the web or, for code pages, of IBM. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'utf-32le',
  'utf-32be',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-3',
  'iso-8859-4',
  'iso-8859-5',
  'iso-8859-6',
  'iso-8859-7',
  'iso-8859-8',
  'iso-8859-9',
  'iso-8859-10',
  'iso-8859-13',
  'iso-8859-14',
  'iso-8859-15',
  'iso-8859-16',
  'koi8-r',
  'koi8-u',
  'macintosh',
  'ibm437',
  'ibm850',
  'ibm852',
  'ibm866',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'gb18030',
  'gbk',
  'big5',
] as const
export type Encoding = (typeof encodings)[number]

/** Whether an encoding has all characters of Unicode. */
export function isUnicode(encoding: Encoding): boolean {
  return encoding.startsWith('utf-')
}

/** How many bytes the smallest unit of an encoding has. */
export function unitSize(encoding: Encoding): 1 | 2 | 4 {
  if (encoding.startsWith('utf-16')) return 2
  return encoding.startsWith('utf-32') ? 4 : 1
}

/** Encodings in which the bytes of one character can look like a part of others. */
const withAmbiguousBytes: ReadonlySet<Encoding> = new Set([
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'gb18030',
  'gbk',
  'big5',
])

/** Whether the bytes of a text are found in a file exactly where the text is. */
export function canSearchBytes(encoding: Encoding): boolean {
  return !withAmbiguousBytes.has(encoding)
}

export const encodingChoices = ['auto', ...encodings] as const
/** What a user says of the encoding of a file: its name, or that it is to be found out. */
export type EncodingChoice = (typeof encodingChoices)[number]

/** The parameter by which a task is told the encoding of the files it reads. */
export const encodingParameter = z
  .enum(encodingChoices)
  .default('auto')
  .meta({
    title: 'Encoding',
    description:
      'How the files are encoded. Found out by itself: by a byte-order mark, else UTF-8 where all of the file is ' +
      'valid UTF-8, else Windows-1252, which has all of Latin-1.',
  })
