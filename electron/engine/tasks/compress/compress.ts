import { codecs } from '../compression/formats.ts'
import type { Level, PackFormat } from '../compression/format-names.ts'
import { RunningCoder } from '../compression/run-coder.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import { TargetFile } from '../files/target-file.ts'
import type { TaskFunction } from '../task-type.ts'

/** Makes the function that compresses a file. The same content gives the same bytes: no name, no date. */
export function createCompressTask(format: PackFormat, level: Level): TaskFunction {
  const buffer = createReadBuffer()
  return async (item, context) => {
    using source = new SourceFile(item.path, buffer, context)
    using target = new TargetFile(context)
    using coder = new RunningCoder(codecs[format].compress(level), (bytes) => {
      target.write(bytes)
    })
    let size = 0
    for (const piece of source.pieces()) {
      size += piece.length
      await coder.write(piece)
    }
    await coder.end()
    target.finish()
    return [size, target.size]
  }
}
