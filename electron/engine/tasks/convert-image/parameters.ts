import { z } from 'zod'

/** The formats that images can be written in by choice. GIF is only ever kept. */
export const imageFormats = ['jpeg', 'png', 'webp', 'avif', 'tiff'] as const

/** Where a watermark can stand. */
export const watermarkPositions = [
  'top-left',
  'top',
  'top-right',
  'left',
  'centre',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
] as const
export type WatermarkPosition = (typeof watermarkPositions)[number]

/** The longest side that may be asked for, in pixels. */
const longestSide = 65_535

const side = z.int().min(1).max(longestSide)

export const parameters = z.strictObject({
  format: z
    .enum(['keep', ...imageFormats])
    .default('keep')
    .meta({
      title: 'Format',
      description:
        'The format of the new image; "keep" writes the one that the content of the old image has.',
    }),
  lossless: z.boolean().default(false).meta({
    title: 'Lossless',
    description: 'WebP and AVIF lose nothing; quality then means nothing. JPEG has no such form.',
  }),
  quality: z.int().min(1).max(100).default(82).meta({
    title: 'Quality',
    description:
      'Of JPEG, WebP and AVIF: more is better and larger. PNG, TIFF and GIF lose nothing in any case.',
  }),
  resize: z
    .enum(['none', 'fit', 'fill', 'longest-edge', 'percent'])
    .default('none')
    .meta({
      title: 'Resize',
      description:
        'fit: as large as fits into width and height. fill: exactly width by height, what stands over is cut off evenly. ' +
        'longest-edge: the longer side gets this length. percent: both sides in proportion.',
    }),
  width: side.default(1_920).meta({ title: 'Width', description: 'Pixels, for fit and fill.' }),
  height: side.default(1_080).meta({ title: 'Height', description: 'Pixels, for fit and fill.' }),
  longestEdge: side.default(2_048).meta({ title: 'Longest edge', description: 'Pixels, for longest-edge.' }),
  percent: z.number().min(0.1).max(1_000).default(50).meta({
    title: 'Percent',
    description: 'Of the old width and height, for percent.',
  }),
  neverEnlarge: z.boolean().default(true).meta({
    title: 'Never enlarge',
    description: 'Images that are smaller already keep their size.',
  }),
  autoOrient: z.boolean().default(true).meta({
    title: 'Turn upright',
    description:
      'Turns and mirrors the pixels as the camera noted, so that every program shows them upright.',
  }),
  metadata: z.enum(['keep', 'strip']).default('keep').meta({
    title: 'Metadata',
    description:
      'keep: date, camera, place, colour profile and so on stay. strip: they are left out, and colours become sRGB.',
  }),
  animation: z.enum(['keep', 'first-frame']).default('keep').meta({
    title: 'Animation',
    description:
      'Animated GIF and WebP stay animated where the new format is one of these two; else the first frame.',
  }),
  watermark: z.string().max(500).default('').meta({
    title: 'Watermark',
    description: 'A text that is written over the image; nothing for none. May have several lines.',
  }),
  watermarkPosition: z.enum(watermarkPositions).default('bottom-right').meta({
    title: 'Position of the watermark',
    description: 'The corner, edge or centre where it stands.',
  }),
  watermarkSize: z.number().min(0.5).max(50).default(4).meta({
    title: 'Size of the watermark',
    description:
      "Height of its letters in percent of the image's shorter side. Less where the text would be too wide.",
  }),
  watermarkOpacity: z.int().min(1).max(100).default(60).meta({
    title: 'Opacity of the watermark',
    description: 'Percent: 100 hides what is behind it.',
  }),
  megapixelLimit: z.int().min(1).max(10_000).default(300).meta({
    title: 'Largest image',
    description:
      'Megapixels, of all frames together. Larger ones fail before they are unpacked, since each takes up to 4 MB of memory.',
  }),
})
export type ConvertImageParameters = z.output<typeof parameters>
