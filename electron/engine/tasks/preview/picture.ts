import { longestPreviewSide } from '../../../../shared/contract/preview.ts'
import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import type { OpenFile } from '../files/open-file.ts'
import { readWhole } from '../files/read-whole.ts'
import { sharp } from '../files/sharp.ts'
import type { TaskContext } from '../task-type.ts'

/** The most bytes of an image file that are taken into memory. */
const largestFile = 256 * 1024 ** 2

/** The most pixels that are unpacked, in millions. */
const mostMegapixels = 100

/** How long the decoder may take, in seconds. */
const decodingTime = 8

/** An image made small. */
export interface Picture {
  /** Of the image itself, upright, in pixels. */
  readonly width: number
  readonly height: number
  /** A WebP file in Base64. */
  readonly picture: string
}

/**
 * Makes an image small enough to be looked at.
 * @throws ItemError TOO_LARGE for one of too many bytes or pixels, INVALID_CONTENT for one that cannot be unpacked
 */
export async function pictureOf(file: OpenFile, type: string, context: TaskContext): Promise<Picture> {
  const content = readWhole(file, largestFile, context)
  try {
    const { width, height, autoOrient } = await sharp(content, { limitInputPixels: false }).metadata()
    if (width * height > mostMegapixels * 1e6) throw tooManyPixels(file, width, height)
    const small = await sharp(content, {
      autoOrient: true,
      limitInputPixels: mostMegapixels * 1e6,
      sequentialRead: true,
    })
      .timeout({ seconds: decodingTime })
      .resize({
        width: longestPreviewSide,
        height: longestPreviewSide,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .webp({ quality: 80, alphaQuality: 80 })
      .toBuffer()
    return { width: autoOrient.width, height: autoOrient.height, picture: small.toString('base64') }
  } catch (error) {
    if (error instanceof ItemError) throw error
    throw new ItemError('INVALID_CONTENT', `${quotePath(file.path)} ${reasonFor(error, type)}`, {
      cause: error,
    })
  }
}

function tooManyPixels({ path }: OpenFile, width: number, height: number): ItemError {
  return new ItemError(
    'TOO_LARGE',
    `${quotePath(path)} has ${width} × ${height} pixels. At most ${mostMegapixels} megapixels are unpacked for a preview.`,
  )
}

function reasonFor(error: unknown, type: string): string {
  const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  const reason = said.replace(/[\s.:]+$/u, '').slice(0, 300)
  return `begins as an image (${type}), but is damaged or cut off, or takes too long to unpack: ${reason}.`
}
