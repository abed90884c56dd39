import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { byteOrderMark, findTextForm, looksBinary } from '../encoding/detect.ts'
import { textOf } from '../encoding/decode.ts'
import { unitSize, type Encoding } from '../encoding/encodings.ts'
import { guessEncoding } from '../encoding/guess.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import { TargetFile } from '../files/target-file.ts'
import type { TaskFunction } from '../task-type.ts'
import { createTextEncoder } from './text-encoder.ts'
import type { ChangeEncodingParameters } from './parameters.ts'

/** How much of a file a guess looks at, in bytes. */
const sampleSize = 64 * 1024

/** Makes the function that writes a file anew in another encoding. */
export function createChangeEncodingTask(parameters: ChangeEncodingParameters): TaskFunction {
  const { from, to, unknownCharacters } = parameters
  const buffer = createReadBuffer()
  const mark = markOf(parameters)
  return (item, context) => {
    using source = new SourceFile(item.path, buffer, context)
    const form = findTextForm(source, from, (firstOther) =>
      guessEncoding(source.part(firstOther, sampleSize)),
    )
    if (from === 'auto') refuseBinary(source, form.encoding)
    using target = new TargetFile(context)
    target.write(mark)
    const encoder = createTextEncoder(to)
    for (const text of textOf(source, form)) {
      target.write(encoder.encode(text))
      if (encoder.firstUnknown !== null && unknownCharacters === 'fail') {
        throw cannotHold(source, to, encoder.firstUnknown)
      }
    }
    target.finish()
    return [form.encoding, to, encoder.unknown]
  }
}

function markOf({ to, byteOrderMark: choice }: ChangeEncodingParameters): Buffer {
  const isUsual = unitSize(to) > 1
  return choice === 'always' || (choice === 'usual' && isUsual) ? byteOrderMark(to) : Buffer.alloc(0)
}

/** A NUL byte says that the content is no text, or text in UTF-16 without a mark: nobody could tell. */
function refuseBinary(source: SourceFile, encoding: Encoding): void {
  if (unitSize(encoding) > 1) return
  for (const piece of source.quietPieces()) {
    if (looksBinary(piece, encoding)) {
      throw new ItemError(
        'INVALID_CONTENT',
        `${quotePath(source.path)} does not look like text: it has NUL bytes. If it is text, name its encoding.`,
      )
    }
  }
}

function cannotHold(source: SourceFile, to: Encoding, character: string): ItemError {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return new ItemError(
    'INVALID_CONTENT',
    `${quotePath(source.path)} has the character "${character}" (U+${code}), which ${to} does not have. ` +
      'Choose an encoding that has it, or have question marks written.',
  )
}
