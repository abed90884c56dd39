import { analyse } from 'chardet'
import { encodings, isUnicode, type Encoding } from './encodings.ts'

/** A guess with a lower confidence than this, of 100, is no better than Windows-1252. */
const leastConfidence = 30

/** What bytes that are not UTF-8 most likely are, if they are text. */
export function guessEncoding(sample: Buffer): Encoding {
  for (const { name, confidence } of analyse(sample)) {
    if (confidence < leastConfidence) break
    const known = encodings.find((encoding) => encoding === name.toLowerCase())
    // Windows-1252 has all that is printed in Latin-1, and more.
    if (known === 'iso-8859-1') return 'windows-1252'
    if (known !== undefined && !isUnicode(known)) return known
  }
  return 'windows-1252'
}
