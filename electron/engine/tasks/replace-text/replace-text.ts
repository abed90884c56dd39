import iconv from 'iconv-lite'
import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { findTextForm, type TextForm } from '../encoding/detect.ts'
import { canSearchBytes, unitSize } from '../encoding/encodings.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import { TargetFile } from '../files/target-file.ts'
import type { TaskFunction } from '../task-type.ts'
import { countMatches, isPlainSearch, patternOf, wholeTextLimit } from '../text-search/pattern.ts'
import type { ReplaceTextParameters } from './parameters.ts'
import { losslessText, type LosslessText } from './lossless-text.ts'
import { replaceBytes } from './replace-bytes.ts'

/** Makes the function that finds and replaces in a file. */
export function createReplaceTextTask(parameters: ReplaceTextParameters): TaskFunction {
  const buffer = createReadBuffer()
  const pattern = patternOf('replace-text', parameters)
  return (item, context) => {
    using source = new SourceFile(item.path, buffer, context)
    const form = findTextForm(source, parameters.encoding)
    using target = new TargetFile(context)
    const count =
      isPlainSearch(parameters) && canSearchBytes(form.encoding)
        ? replacePlain(source, target, form, parameters)
        : replaceInText(source, target, form, pattern, parameters)
    target.finish()
    return [count, form.encoding]
  }
}

/** Works on the bytes as they are, so that a file may be of any size and all else in it stays what it is. */
function replacePlain(
  source: SourceFile,
  target: TargetFile,
  form: TextForm,
  { find, replaceWith }: ReplaceTextParameters,
): number {
  const sought = encodeWhole(find, form)
  const replacement = encodeWhole(replaceWith, form)
  const write = (bytes: Uint8Array): void => {
    target.write(bytes)
  }
  // What the encoding cannot hold cannot be in the file.
  if (sought === null) {
    for (const piece of source.pieces()) write(piece)
    return 0
  }
  return replaceBytes(source.pieces(), {
    sought: Buffer.from(sought),
    unit: unitSize(form.encoding),
    write,
    replace: () => {
      if (replacement === null) throw cannotHold(source, form)
      write(replacement)
    },
  })
}

function replaceInText(
  source: SourceFile,
  target: TargetFile,
  form: TextForm,
  pattern: RegExp,
  { kind, replaceWith }: ReplaceTextParameters,
): number {
  const bytes = source.whole(wholeTextLimit, 'A search by a regular expression, or one that ignores case,')
  const text = losslessText(bytes.subarray(form.markLength), form.encoding)
  if (text === null) {
    throw new ItemError(
      'INVALID_CONTENT',
      `${quotePath(source.path)} has bytes that mean nothing in ${form.encoding}. Name the encoding that it is in.`,
    )
  }
  const count = countMatches(text.text, pattern)
  target.write(bytes.subarray(0, form.markLength))
  if (count === 0) target.write(bytes.subarray(form.markLength))
  else writeReplaced(source, target, form, text, replacedText(source, text.text, pattern, kind, replaceWith))
  return count
}

function writeReplaced(
  source: SourceFile,
  target: TargetFile,
  form: TextForm,
  lossless: LosslessText,
  text: string,
): void {
  for (const bytes of lossless.encode(text)) {
    if (bytes === null) throw cannotHold(source, form)
    target.write(bytes)
  }
}

function replacedText(
  source: SourceFile,
  text: string,
  pattern: RegExp,
  kind: ReplaceTextParameters['kind'],
  replaceWith: string,
): string {
  try {
    return kind === 'literal' ? text.replace(pattern, () => replaceWith) : text.replace(pattern, replaceWith)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new ItemError(
      'TOO_LARGE',
      `What would be made of ${quotePath(source.path)} is too large to be held in memory.`,
      { cause: error },
    )
  }
}

/** A text in an encoding; null where that does not have its characters. */
function encodeWhole(text: string, { encoding }: TextForm): Uint8Array | null {
  if (encoding === 'windows-1252') {
    const [bytes = null] = losslessText(Buffer.alloc(0), encoding)?.encode(text) ?? []
    return text === '' ? Buffer.alloc(0) : bytes
  }
  const bytes = iconv.encode(text, encoding)
  return iconv.decode(bytes, encoding, { stripBOM: false }) === text ? bytes : null
}

function cannotHold(source: SourceFile, { encoding }: TextForm): ItemError {
  return new ItemError(
    'INVALID_CONTENT',
    `${quotePath(source.path)} is in ${encoding}, which does not have all characters of the replacement. ` +
      'Change its encoding to UTF-8 first.',
  )
}
