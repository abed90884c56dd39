import type { Metadata, Sharp } from 'sharp'
import type { ConvertImageParameters } from './parameters.ts'

/** The formats that images can be written in; GIF only where it is kept. */
export type WrittenFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff'

/** The formats that images can be read in. */
export type ImageFormat = WrittenFormat | 'svg'

interface FormatTraits {
  readonly name: string
  /** The longest side that it can have, in pixels. */
  readonly longestSide: number
  readonly hasAlpha: boolean
  /** Whether it may hold several frames, one after the other in time. */
  readonly animates: boolean
  write(image: Sharp, given: Pick<ConvertImageParameters, 'quality' | 'lossless'>): Sharp
}

/** What there is to know of each format. */
export const formats: Readonly<Record<WrittenFormat, FormatTraits>> = {
  jpeg: {
    ...{ name: 'JPEG', longestSide: 65_535, hasAlpha: false, animates: false },
    write: (image, { quality }) => image.jpeg({ quality }),
  },
  png: {
    ...{ name: 'PNG', longestSide: 2_147_483_647, hasAlpha: true, animates: false },
    write: (image) => image.png(),
  },
  webp: {
    ...{ name: 'WebP', longestSide: 16_383, hasAlpha: true, animates: true },
    write: (image, { quality, lossless }) => image.webp({ quality, lossless }),
  },
  gif: {
    ...{ name: 'GIF', longestSide: 65_535, hasAlpha: true, animates: true },
    write: (image) => image.gif(),
  },
  avif: {
    ...{ name: 'AVIF', longestSide: 16_384, hasAlpha: true, animates: false },
    write: (image, { quality, lossless }) => image.avif({ quality, lossless }),
  },
  tiff: {
    ...{ name: 'TIFF', longestSide: 2_147_483_647, hasAlpha: true, animates: false },
    write: (image) => image.tiff({ compression: 'deflate', predictor: 'horizontal' }),
  },
}

/** What a format is called. */
export function nameOfFormat(format: ImageFormat): string {
  return format === 'svg' ? 'SVG' : formats[format].name
}

/** Those that are told by their name alone. */
const readFormats = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'svg'] as const

/** The format of an image's content; null for one whose pixels cannot be unpacked. */
export function formatOf({ format, compression }: Metadata): ImageFormat | null {
  if (format === 'heif') return compression === 'av1' ? 'avif' : null
  return readFormats.find((each) => each === format) ?? null
}
