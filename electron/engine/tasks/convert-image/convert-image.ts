import type { Metadata, OverlayOptions, Sharp, SharpOptions } from 'sharp'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { withOpenFile } from '../files/open-file.ts'
import { readWhole } from '../files/read-whole.ts'
import { sharp } from '../files/sharp.ts'
import { outputOf, writeOutput } from '../files/write-output.ts'
import type { TaskFunction } from '../task-type.ts'
import { targetDimensions, type Dimensions } from './dimensions.ts'
import { formatOf, formats, nameOfFormat, type ImageFormat, type WrittenFormat } from './formats.ts'
import type { ConvertImageParameters } from './parameters.ts'
import { drawWatermark } from './watermark.ts'

/** The most bytes of an image file that are taken into memory. */
const largestFile = 1024 ** 3

/** What is known of an image before it is unpacked. */
interface ImageHead {
  readonly format: ImageFormat
  /** Of one frame, upright where it is to be turned so. */
  readonly dimensions: Dimensions
  readonly frames: number
  readonly metadata: Metadata
}

/** What is to be made of an image. */
interface ImagePlan {
  readonly format: WrittenFormat
  readonly dimensions: Dimensions
  readonly frames: number
}

/** Makes the function that makes a new image of an image. */
export function createConvertImageTask(given: ConvertImageParameters): TaskFunction {
  return async ({ path }, context) => {
    const output = outputOf(context)
    const content = withOpenFile(path, (file) => readWhole(file, largestFile, context))
    const head = await readHead(path, content, given)
    const plan = planImage(path, head, given)
    context.throwIfCancelled()
    const pipeline = await describeImage(content, head, plan, given)
    const { data, info } = await attempt(path, head.format, () =>
      pipeline.toBuffer({ resolveWithObject: true }),
    )
    context.throwIfCancelled()
    writeOutput(output, data)
    return [
      head.format,
      head.dimensions.width,
      head.dimensions.height,
      plan.format,
      info.width,
      // Frames come stacked upon each other.
      info.pageHeight ?? info.height,
      plan.frames,
      data.length,
    ]
  }
}

/** @throws ItemError INVALID_CONTENT for what is no image, TOO_LARGE for one of too many pixels */
async function readHead(
  path: PathText,
  content: Buffer,
  { autoOrient, animation, megapixelLimit }: ConvertImageParameters,
): Promise<ImageHead> {
  let metadata: Metadata
  try {
    // What is larger than the limit is refused below, in words that say how large it is.
    metadata = await sharp(content, { limitInputPixels: false }).metadata()
  } catch (error) {
    throw new ItemError(
      'INVALID_CONTENT',
      `${quotePath(path)} is not an image that can be read. Expected: JPEG, PNG, WebP, GIF, AVIF, TIFF or SVG. ` +
        `Found: ${foundInstead(content, error)}.`,
      { cause: error },
    )
  }
  const format = formatOf(metadata)
  if (format === null) {
    throw new ItemError(
      'INVALID_CONTENT',
      `${quotePath(path)} is an image of the format ${metadata.compression ?? metadata.format}, which cannot be unpacked. ` +
        'Expected: JPEG, PNG, WebP, GIF, AVIF, TIFF or SVG.',
    )
  }
  const frames =
    format !== 'svg' && formats[format].animates && animation === 'keep' ? (metadata.pages ?? 1) : 1
  const megapixels = (metadata.width * metadata.height * frames) / 1e6
  if (megapixels > megapixelLimit) {
    const size = `${metadata.width} × ${metadata.height} pixels${frames > 1 ? ` in ${frames} frames` : ''}`
    throw new ItemError(
      'TOO_LARGE',
      `${quotePath(path)} has ${size}, and so ${Math.ceil(megapixels).toLocaleString('en')} megapixels; ` +
        `at most ${megapixelLimit.toLocaleString('en')} are unpacked. Raise "Largest image" should it be no trap.`,
    )
  }
  return { format, dimensions: autoOrient ? metadata.autoOrient : metadata, frames, metadata }
}

/** @throws ItemError INVALID_CONTENT where the format cannot be kept, TOO_LARGE where the new image could not be */
function planImage(path: PathText, head: ImageHead, given: ConvertImageParameters): ImagePlan {
  const format = given.format === 'keep' ? head.format : given.format
  if (format === 'svg') {
    throw new ItemError(
      'INVALID_CONTENT',
      `${quotePath(path)} is an SVG drawing, whose format cannot be kept. Choose the format of the new image.`,
    )
  }
  const { longestSide, animates, name } = formats[format]
  const dimensions = targetDimensions(head.dimensions, given)
  const frames = animates ? head.frames : 1
  const { width, height } = dimensions
  if (Math.max(width, height) > longestSide) {
    throw new ItemError(
      'TOO_LARGE',
      `${quotePath(path)} would become ${width} × ${height} pixels; no side of ${name} may have more than ` +
        `${longestSide.toLocaleString('en')}. Make it smaller, or choose another format.`,
    )
  }
  if ((width * height * frames) / 1e6 > given.megapixelLimit) {
    throw new ItemError(
      'TOO_LARGE',
      `${quotePath(path)} would become ${width} × ${height} pixels${frames > 1 ? ` in ${frames} frames` : ''}, ` +
        `more than the ${given.megapixelLimit.toLocaleString('en')} megapixels of "Largest image".`,
    )
  }
  return { format, dimensions, frames }
}

async function describeImage(
  content: Buffer,
  { metadata, dimensions: before }: ImageHead,
  { format, dimensions, frames }: ImagePlan,
  given: ConvertImageParameters,
): Promise<Sharp> {
  const options: SharpOptions = {
    // A byte too many is no damage, and many cameras write one; a cut-off file is.
    failOn: 'error',
    limitInputPixels: given.megapixelLimit * 1e6,
    autoOrient: given.autoOrient,
    animated: frames > 1,
  }
  let image = sharp(content, options)
  if (dimensions.width !== before.width || dimensions.height !== before.height) {
    image = image.resize({ ...dimensions, fit: given.resize === 'fill' ? 'cover' : 'fill' })
  }
  if (metadata.hasAlpha && !formats[format].hasAlpha) image = image.flatten({ background: '#fff' })
  const watermark = await drawWatermark(dimensions, given)
  if (watermark !== null) {
    const onEachFrame = Array.from({ length: frames }, (_, frame): OverlayOptions => {
      return { ...watermark, top: watermark.top + frame * dimensions.height }
    })
    image = image.composite(onEachFrame)
  }
  if (given.metadata === 'keep') image = keepMetadata(image, metadata)
  return formats[format].write(image, given)
}

/** Keeps what the image says of itself. A profile that describes other colours than the new image has is left out. */
function keepMetadata(image: Sharp, { space }: Metadata): Sharp {
  const kept = image.keepExif().keepXmp()
  return space === 'srgb' || space === 'rgb16' ? kept.keepIccProfile() : kept
}

/** Unpacks and packs; what the decoder says becomes the item's error. */
async function attempt<Value>(
  path: PathText,
  format: ImageFormat,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw new ItemError(
      'INVALID_CONTENT',
      `${quotePath(path)} begins as an image of the format ${nameOfFormat(format)}, but is damaged or cut off: ${firstLine(error)}.`,
      { cause: error },
    )
  }
}

function foundInstead(content: Buffer, error: unknown): string {
  if (content.length === 0) return 'an empty file'
  const reason = firstLine(error)
  return /unsupported image format/iu.test(reason)
    ? 'something else'
    : `an image with a damaged head (${reason})`
}

/** The first thing that a decoder said, on one line. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return (text.split('\n')[0] ?? '').replace(/[\s.:]+$/u, '').slice(0, 300)
}
