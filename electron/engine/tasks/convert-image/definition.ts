import type { AppliesWhen, TaskType } from '../task-type.ts'
import { parameters, type ConvertImageParameters } from './parameters.ts'

const toWidthAndHeight: AppliesWhen<ConvertImageParameters> = [{ resize: { isOneOf: ['fit', 'fill'] } }]
const withWatermark: AppliesWhen<ConvertImageParameters> = [{ watermark: { isFilled: true } }]

/** Makes a new image of each image: another format, another size, a watermark, or all of them at once. */
export const convertImage: TaskType<typeof parameters> = {
  id: 'convert-image',
  version: 1,
  title: 'Convert images',
  description:
    'Makes a new image of each image: format, size, quality, metadata and watermark in one go, so that quality is lost once at most.',
  parameters,
  appliesWhen: {
    quality: [
      { format: { isOneOf: ['keep', 'jpeg'] } },
      { format: { isOneOf: ['webp', 'avif'] }, lossless: { isOneOf: [false] } },
    ],
    lossless: [{ format: { isOneOf: ['keep', 'webp', 'avif'] } }],
    width: toWidthAndHeight,
    height: toWidthAndHeight,
    longestEdge: [{ resize: { isOneOf: ['longest-edge'] } }],
    percent: [{ resize: { isOneOf: ['percent'] } }],
    neverEnlarge: [{ resize: { isOneOf: ['fit', 'fill', 'longest-edge', 'percent'] } }],
    animation: [{ format: { isOneOf: ['keep', 'webp'] } }],
    watermarkPosition: withWatermark,
    watermarkSize: withWatermark,
    watermarkOpacity: withWatermark,
  },
  accepts: 'files',
  // Decoders of images are native code: should a hostile file bring one down, no more than its item is lost.
  workers: 'processes',
  resultColumns: [
    { name: 'input_format', type: 'text' },
    { name: 'input_width', type: 'integer' },
    { name: 'input_height', type: 'integer' },
    { name: 'format', type: 'text' },
    { name: 'width', type: 'integer' },
    { name: 'height', type: 'integer' },
    { name: 'frames', type: 'integer' },
    { name: 'output_size', type: 'integer' },
  ],
  output: (given) => ({
    effect: 'writes',
    defaultName: nameOf(given),
    extension: (inputExtension) => extensionOf(given.format, inputExtension),
  }),
  async check(given) {
    const { checkConvertImage } = await import('./check.ts')
    checkConvertImage(given)
  },
  async load(given) {
    const { createConvertImageTask } = await import('./convert-image.ts')
    return createConvertImageTask(given)
  },
}

/** Where only the format changes, the extension tells the two apart. */
function nameOf({ format, resize, watermark }: ConvertImageParameters): string {
  return format !== 'keep' && resize === 'none' && watermark === ''
    ? '{/.}.{newext}'
    : '{/.}-converted.{newext}'
}

/** Extensions that a format goes by; the first is its usual one. */
const extensions: Readonly<Record<Exclude<ConvertImageParameters['format'], 'keep'>, readonly string[]>> = {
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  png: ['png'],
  webp: ['webp'],
  avif: ['avif'],
  tiff: ['tif', 'tiff'],
}

/** That of the input where it fits the format. */
function extensionOf(format: ConvertImageParameters['format'], inputExtension: string): string {
  if (format === 'keep') return inputExtension
  const fitting = extensions[format]
  return fitting.includes(inputExtension.toLowerCase()) ? inputExtension : (fitting[0] ?? format)
}
