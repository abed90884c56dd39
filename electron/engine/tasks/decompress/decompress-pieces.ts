import { codecs } from '../compression/formats.ts'
import type { PackFormat } from '../compression/format-names.ts'
import { CoderError, RunningCoder } from '../compression/run-coder.ts'
import { beginsAs } from './magic.ts'

/** The code of the error for something else behind the compressed data. */
export const trailingCode = 'TRAILING_DATA'

/** What the coders say of a beginning that is not of their format. */
const notTheFormat = new Set([
  'incorrect header check',
  'unknown compression method',
  'Unknown frame descriptor',
])

/**
 * Decompresses what comes in pieces, one member after another. Zeros at the end are padding.
 * @returns how many bytes there were
 * @throws CoderError, and what `onOutput` throws
 */
export async function decompressPieces(
  pieces: Iterable<Buffer>,
  format: PackFormat,
  onOutput: (bytes: Buffer) => void,
): Promise<number> {
  let read = 0
  let isFormat = false
  const begin = (): RunningCoder => new RunningCoder(codecs[format].decompress(), onOutput)
  let member = begin()
  try {
    for (const piece of pieces) {
      if (read === 0) isFormat = beginsAs(format, piece)
      read += piece.length
      let rest: Buffer = piece
      while (rest.length > 0) {
        if (member.isOver) {
          if (rest.every((byte) => byte === 0)) break
          // Nothing tells a second member of Brotli from something else.
          if (format === 'brotli') throw trailing()
          member[Symbol.dispose]()
          member = begin()
        }
        const before = member.used
        await member.write(rest)
        rest = rest.subarray(member.isOver ? member.used - before : rest.length)
      }
    }
    await member.end()
    return read
  } catch (error) {
    const isOther = error instanceof CoderError && isFormat && notTheFormat.has(error.message)
    throw isOther ? trailing(error) : error
  } finally {
    member[Symbol.dispose]()
  }
}

function trailing(cause?: Error): CoderError {
  return new CoderError(
    Object.assign(new Error('there is something else behind the compressed data', { cause }), {
      code: trailingCode,
    }),
  )
}
