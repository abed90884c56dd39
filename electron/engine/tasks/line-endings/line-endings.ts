import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { findTextForm, looksBinary } from '../encoding/detect.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import { TargetFile } from '../files/target-file.ts'
import type { TaskFunction } from '../task-type.ts'
import type { LineEndingsParameters } from './parameters.ts'
import { LineEndConverter } from './line-end-converter.ts'

/** Makes the function that writes a file anew with one kind of line endings. */
export function createLineEndingsTask({ to, encoding, binary }: LineEndingsParameters): TaskFunction {
  const buffer = createReadBuffer()
  return (item, context) => {
    using source = new SourceFile(item.path, buffer, context)
    const form = findTextForm(source, encoding)
    using target = new TargetFile(context)
    const converter = new LineEndConverter(form.encoding, to, (bytes) => {
      target.write(bytes)
    })
    for (const piece of source.pieces()) {
      if (!binary && looksBinary(piece, form.encoding)) throw isBinary(source)
      converter.add(piece)
    }
    converter.end()
    target.finish()
    const { lf, crlf, cr } = converter.counts
    return [lf, crlf, cr]
  }
}

function isBinary(source: SourceFile): ItemError {
  return new ItemError(
    'INVALID_CONTENT',
    `${quotePath(source.path)} does not look like text: it has NUL bytes. If it is text, name its encoding.`,
  )
}
