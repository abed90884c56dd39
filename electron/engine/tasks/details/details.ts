import { extname } from 'node:path'
import { withOpenFileAsync } from '../files/open-file.ts'
import type { TaskFunction } from '../task-type.ts'
import { audioDetailsOf, noAudioDetails } from './audio-details.ts'
import { contentTypeOf, isMismatch } from './content-type.ts'
import { imageDetailsOf, noImageDetails } from './image-details.ts'

/** Makes the function that tells of a file what is known of it. Of a large file only parts are read. */
export function createDetailsTask(): TaskFunction {
  return (item, context) =>
    withOpenFileAsync(item.path, async (file) => {
      context.throwIfCancelled()
      const { size, mtimeMs, birthtimeMs } = file.stats
      const content = await contentTypeOf(file)
      const kind = content?.mime.split('/')[0] ?? ''
      const image = kind === 'image' ? await imageDetailsOf(file) : noImageDetails
      const audio = kind === 'audio' || kind === 'video' ? await audioDetailsOf(file) : noAudioDetails
      context.throwIfCancelled()
      context.progress(size, size)
      return [
        size,
        toIsoDate(mtimeMs),
        // Where the file system does not know it.
        birthtimeMs === 0 ? null : toIsoDate(birthtimeMs),
        content?.type ?? null,
        content?.mime ?? null,
        isMismatch(extname(item.path).slice(1), content),
        ...[image.width, image.height, image.taken, image.camera],
        ...[audio.duration, audio.artist, audio.album, audio.title, audio.bitrate],
      ]
    })
}

/** ISO 8601 in UTC; null for a moment that has no such form. */
function toIsoDate(milliseconds: number): string | null {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
