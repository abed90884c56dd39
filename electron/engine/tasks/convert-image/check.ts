import { EngineError } from '../../errors.ts'
import type { ConvertImageParameters } from './parameters.ts'

/**
 * Refuses what no image could be made by.
 * @throws EngineError INVALID_PARAMETERS
 */
export function checkConvertImage({ format, lossless }: ConvertImageParameters): void {
  if (format !== 'jpeg' || !lossless) return
  throw new EngineError(
    'INVALID_PARAMETERS',
    'JPEG has no lossless form. Choose WebP, AVIF, PNG or TIFF, or do without "lossless".',
    { data: { task: 'convert-image', parameter: 'lossless' } },
  )
}
