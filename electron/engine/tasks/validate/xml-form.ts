import type { SourceFile } from '../files/source-file.ts'
import { findTextForm, type TextForm } from '../encoding/detect.ts'
import { encodings, type EncodingChoice } from '../encoding/encodings.ts'
import { Fault } from './fault.ts'

/** How much of a file may come before the end of the declaration, in bytes. */
const longestDeclaration = 1024

/** Names that XML files use beside those known here. */
const otherNames: Readonly<Record<string, EncodingChoice>> = {
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  latin1: 'iso-8859-1',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  sjis: 'shift_jis',
  'windows-31j': 'shift_jis',
  gb2312: 'gbk',
}

/**
 * How an XML file is encoded: as was said, else by its byte-order mark, its declaration, or the first characters; else
 * it must be UTF-8.
 * @throws Fault for a declared encoding that is not known
 */
export function findXmlForm(source: SourceFile, choice: EncodingChoice): TextForm {
  const beginning = source.part(0, longestDeclaration)
  const isMarked =
    beginning[0] === 0xff || beginning[0] === 0xfe || beginning[0] === 0xef || beginning[0] === 0
  if (choice !== 'auto') return findTextForm(source, choice)
  if (beginning[0] === 0x3c && beginning[1] === 0) return { encoding: 'utf-16le', markLength: 0 }
  if (beginning[0] === 0 && beginning[1] === 0x3c) return { encoding: 'utf-16be', markLength: 0 }
  if (isMarked) return findTextForm(source, 'auto', () => 'utf-8')
  return { encoding: declared(beginning.toString('latin1')), markLength: 0 }
}

function declared(beginning: string): TextForm['encoding'] {
  const name = /^<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/u.exec(beginning)?.[1]
  if (name === undefined) return 'utf-8'
  const lower = name.toLowerCase()
  // Such a file could not be read this far if it were true.
  if (lower.startsWith('utf-16') || lower.startsWith('utf-32')) {
    throw new Fault(1, 1, `the declaration says ${name}, but the file is not encoded so`)
  }
  const known = encodings.find((encoding) => encoding === (otherNames[lower] ?? lower))
  if (known === undefined) throw new Fault(1, 1, `the encoding ${name} that is declared is not known here`)
  return known
}
