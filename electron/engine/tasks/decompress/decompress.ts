import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { packFormats, type PackFormat } from '../compression/format-names.ts'
import { CoderError } from '../compression/run-coder.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import { TargetFile } from '../files/target-file.ts'
import type { TaskFunction } from '../task-type.ts'
import { decompressPieces, trailingCode } from './decompress-pieces.ts'
import type { DecompressParameters } from './parameters.ts'
import { beginsAs } from './magic.ts'

const gibibyte = 1024 ** 3

/** Outputs up to this many bytes are never refused for their ratio: small files of zeros have any. */
const ratioCountsFrom = 64 * 1024 * 1024

const formatNames: Readonly<Record<PackFormat, string>> = {
  gzip: 'gzip',
  brotli: 'Brotli',
  zstd: 'Zstandard',
}

/** Makes the function that decompresses a file. */
export function createDecompressTask(parameters: DecompressParameters): TaskFunction {
  const buffer = createReadBuffer()
  return async (item, context) => {
    using source = new SourceFile(item.path, buffer, context)
    const format = parameters.format === 'auto' ? findFormat(source) : parameters.format
    using target = new TargetFile(context)
    const limit = limitOf(source, parameters)
    const size = await decompressAll(source, format, (bytes) => {
      context.throwIfCancelled()
      if (target.size + bytes.length > limit.bytes) throw tooLarge(source, limit)
      target.write(bytes)
    })
    target.finish()
    return [format, size, target.size]
  }
}

/** How large an output may become, and why no larger. */
interface Limit {
  readonly bytes: number
  readonly reason: string
}

function limitOf(source: SourceFile, { largestOutput, largestRatio }: DecompressParameters): Limit {
  const absolute = Math.floor(largestOutput * gibibyte)
  const byRatio = Math.max(ratioCountsFrom, Math.floor(source.size * largestRatio))
  return absolute <= byRatio
    ? { bytes: absolute, reason: `${largestOutput} GiB` }
    : { bytes: byRatio, reason: `${largestRatio} times its size` }
}

/** Decompresses the whole file. Returns how many bytes were read. */
async function decompressAll(
  source: SourceFile,
  format: PackFormat,
  onOutput: (bytes: Buffer) => void,
): Promise<number> {
  try {
    return await decompressPieces(source.pieces(), format, onOutput)
  } catch (error) {
    if (!(error instanceof CoderError)) throw error
    throw contentError(error, source, format)
  }
}

function findFormat(source: SourceFile): PackFormat {
  const beginning = source.part(0, 4)
  const found = packFormats.find((format) => beginsAs(format, beginning))
  if (found !== undefined) return found
  if (/\.br$/iu.test(source.path)) return 'brotli'
  throw new ItemError(
    'INVALID_CONTENT',
    `${quotePath(source.path)} is no gzip or Zstandard file, and its name does not end in .br. ` +
      'If it is Brotli, choose that format.',
  )
}

function contentError(error: CoderError, source: SourceFile, format: PackFormat): ItemError {
  const file = quotePath(source.path)
  const name = formatNames[format]
  const options = { cause: error }
  switch (error.code) {
    case 'Z_BUF_ERROR':
      return new ItemError(
        'INVALID_CONTENT',
        `${file} is cut off: the ${name} data in it has no end.`,
        options,
      )
    case trailingCode:
      return new ItemError('INVALID_CONTENT', `${file} has something else behind its ${name} data.`, options)
    case 'ZSTD_error_frameParameter_windowTooLarge':
      return new ItemError(
        'TOO_LARGE',
        `${file} was compressed with a window larger than 128 MiB, which would take too much memory to read.`,
        options,
      )
    default:
      return new ItemError(
        'INVALID_CONTENT',
        `${file} is damaged, or is no ${name}: ${error.message}.`,
        options,
      )
  }
}

function tooLarge(source: SourceFile, { reason }: Limit): ItemError {
  return new ItemError(
    'TOO_LARGE',
    `${quotePath(source.path)} would become larger than ${reason} when decompressed, which is the limit. ` +
      'If it is to be trusted, raise the limit.',
  )
}
