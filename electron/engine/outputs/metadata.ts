import { closeSync, fstatSync, openSync } from 'node:fs'
import { noMetadata, type OutputMetadata, type WallClock } from '../../../shared/model/output-name.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { readWithoutWaiting } from '../inputs/open-flags.ts'
import { toPathBytes } from '../path-bytes.ts'

/**
 * What a picture or a piece of music tells of itself, as far as names can be made of it. Reads headers and tags, not
 * the whole file. What cannot be read, or is not understood, is absent.
 */
export async function readMetadata(path: PathText): Promise<OutputMetadata> {
  let file: number
  try {
    file = openSync(toPathBytes(path), readWithoutWaiting)
  } catch {
    return noMetadata
  }
  try {
    if (!fstatSync(file).isFile()) return noMetadata
    const plain = plainPathOf(path, file)
    if (plain === null) return noMetadata
    return (await ofPicture(plain)) ?? (await ofMusic(plain)) ?? noMetadata
  } finally {
    closeSync(file)
  }
}

/** The libraries take text for a path. What is no text has another name while it is open, on Linux. */
function plainPathOf(path: PathText, file: number): string | null {
  if (path.isWellFormed()) return path
  return process.platform === 'linux' ? `/proc/self/fd/${file}` : null
}

/** Null where it is no picture. */
async function ofPicture(path: string): Promise<OutputMetadata | null> {
  const { default: sharp } = await import('sharp')
  try {
    const { autoOrient, exif } = await sharp(path).metadata()
    const size = { width: autoOrient.width, height: autoOrient.height }
    return { ...noMetadata, ...size, ...(exif === undefined ? {} : await ofExif(exif)) }
  } catch {
    return null
  }
}

async function ofExif(bytes: Buffer): Promise<Pick<OutputMetadata, 'taken' | 'camera' | 'artist'>> {
  const { default: readExif } = await import('exif-reader')
  try {
    const { Image, Photo } = readExif(bytes)
    const taken = Photo?.DateTimeOriginal ?? Photo?.DateTimeDigitized ?? Image?.DateTime
    return {
      taken: clockOf(taken),
      camera: cameraOf(text(Image?.Make), text(Image?.Model)),
      artist: text(Image?.Artist),
    }
  } catch {
    // The block is damaged; the picture around it may be sound.
    return { taken: null, camera: null, artist: null }
  }
}

/** Null where it is no music. */
async function ofMusic(path: string): Promise<OutputMetadata | null> {
  const { parseFile } = await import('music-metadata')
  try {
    const { common } = await parseFile(path, { duration: false, skipCovers: true })
    const { artist, album, title, track } = common
    return {
      ...noMetadata,
      artist: text(artist),
      album: text(album),
      title: text(title),
      track: track.no === null || !Number.isSafeInteger(track.no) ? null : track.no,
    }
  } catch {
    return null
  }
}

/** The model says often, but not always, who made the camera. */
function cameraOf(make: string | null, model: string | null): string | null {
  if (make === null || model === null) return model ?? make
  const [first = ''] = make.split(' ')
  return model.toLowerCase().startsWith(first.toLowerCase()) ? model : `${make} ${model}`
}

/** The library gives what the camera's clock showed as if it were in UTC. */
function clockOf(date: unknown): WallClock | null {
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) return null
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  }
}

/** The most characters of a value: names are shorter than that. */
const longestValue = 1_000

function text(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const [shown = ''] = value.split('\0')
  const trimmed = shown.slice(0, longestValue).trim()
  return trimmed === '' ? null : trimmed
}
