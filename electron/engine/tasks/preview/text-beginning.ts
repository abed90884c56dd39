import { readSync } from 'node:fs'
import { longestPreviewText } from '../../../../shared/contract/preview.ts'
import { decode } from '../encoding/decode.ts'
import { findTextForm } from '../encoding/detect.ts'
import { unitSize } from '../encoding/encodings.ts'
import { guessEncoding } from '../encoding/guess.ts'
import { attemptRead, type OpenFile } from '../files/open-file.ts'

/** The longest character of any encoding, in bytes. */
const longestCharacter = 4

/** What stands at the beginning of a text. */
export interface TextBeginning {
  readonly text: string
  readonly encoding: string
  readonly isWhole: boolean
}

/** The beginning of a text in whatever encoding; null for what is no text. */
export function beginningOf(file: OpenFile): TextBeginning | null {
  const read = readBeginning(file, longestPreviewText + longestCharacter)
  const isWhole = read.length <= longestPreviewText
  const bytes = isWhole ? read : upToCharacter(read.subarray(0, longestPreviewText))
  const form = findTextForm(
    {
      part: (position, length) => bytes.subarray(position, position + length),
      *quietPieces() {
        yield bytes
      },
    },
    'auto',
    (firstOther) => guessEncoding(bytes.subarray(firstOther)),
  )
  const text = [...decode([bytes], form)].join('')
  const isText = unitSize(form.encoding) > 1 || !/[\0-\u0006\u000E-\u001A]/u.test(text)
  return isText ? { text, encoding: form.encoding, isWhole } : null
}

function readBeginning({ path, descriptor }: OpenFile, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const read = attemptRead(path, () => readSync(descriptor, buffer, done, length - done, done))
    if (read === 0) break
    done += read
  }
  return buffer.subarray(0, done)
}

/** Without what may be a part of a character of UTF-8 that the cut went through. */
function upToCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back < longestCharacter; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back)
  }
  return bytes
}
