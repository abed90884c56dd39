import exif from 'exif-reader'
import { toPathBytes } from '../../path-bytes.ts'
import type { OpenFile } from '../files/open-file.ts'
import { sharp } from '../files/sharp.ts'
import { cleanText } from './clean-text.ts'

/** What an image says of itself. What it does not say, or says in a damaged way, is null. */
export interface ImageDetails {
  /** Upright, in pixels. */
  readonly width: number | null
  readonly height: number | null
  /** ISO 8601, in the time of the camera; with its distance from UTC where the camera noted that. */
  readonly taken: string | null
  readonly camera: string | null
}

export const noImageDetails: ImageDetails = { width: null, height: null, taken: null, camera: null }

/** Reads the head of an image; its pixels are not unpacked. */
export async function imageDetailsOf(file: OpenFile): Promise<ImageDetails> {
  const source = sourceOf(file)
  if (source === null) return noImageDetails
  try {
    const metadata = await sharp(source, { limitInputPixels: false }).metadata()
    const { width, height } = metadata.autoOrient
    const noted = metadata.exif === undefined ? {} : exifDetails(metadata.exif)
    return { ...noImageDetails, width, height, ...noted }
  } catch {
    // Not an image that can be read, whatever its first bytes say.
    return noImageDetails
  }
}

/**
 * What the decoder opens: on POSIX the file that is open already, so that it is the same one and its name may hold any
 * bytes. Null where there is no such way.
 */
function sourceOf({ descriptor, path }: OpenFile): string | null {
  if (process.platform !== 'win32') return `/dev/fd/${descriptor}`
  const name = toPathBytes(path)
  return typeof name === 'string' ? name : null
}

function exifDetails(bytes: Buffer): Partial<ImageDetails> {
  try {
    const { Image: image, Photo: photo } = exif(bytes)
    const taken = photo?.DateTimeOriginal
    return {
      taken: taken === undefined ? null : momentOf(taken, cleanText(photo?.OffsetTimeOriginal)),
      camera: cameraOf(cleanText(image?.Make), cleanText(image?.Model)),
    }
  } catch {
    return {}
  }
}

/** The reader takes the camera's time for UTC; what it shows is the time that the camera noted. */
function momentOf(taken: Date, offset: string | null): string | null {
  if (!(taken instanceof Date) || Number.isNaN(taken.getTime())) return null
  const local = taken.toISOString().slice(0, 19)
  return offset !== null && /^[+-]\d{2}:\d{2}$/u.test(offset) ? local + offset : local
}

/** Maker and model; many models begin with the name of their maker. */
function cameraOf(maker: string | null, model: string | null): string | null {
  if (maker === null || model === null) return model ?? maker
  return model.toLowerCase().startsWith(maker.toLowerCase()) ? model : `${maker} ${model}`
}
