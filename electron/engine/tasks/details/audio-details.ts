import { parseFromTokenizer } from 'music-metadata'
import type { OpenFile } from '../files/open-file.ts'
import { BoundedTokenizer } from './bounded-tokenizer.ts'
import { cleanText } from './clean-text.ts'

/** What an audio file says of itself. What it does not say, or says in a damaged way, is null. */
export interface AudioDetails {
  /** Seconds. */
  readonly duration: number | null
  readonly artist: string | null
  readonly album: string | null
  readonly title: string | null
  /** Bits per second. */
  readonly bitrate: number | null
}

export const noAudioDetails: AudioDetails = {
  duration: null,
  artist: null,
  album: null,
  title: null,
  bitrate: null,
}

/** Reads the heads and tags of an audio or video file; its sound is not unpacked. */
export async function audioDetailsOf(file: OpenFile): Promise<AudioDetails> {
  try {
    const { common, format } = await parseFromTokenizer(new BoundedTokenizer(file), { skipCovers: true })
    return {
      duration: finite(format.duration, 1_000),
      artist: cleanText(common.artist),
      album: cleanText(common.album),
      title: cleanText(common.title),
      bitrate: finite(format.bitrate, 1),
    }
  } catch {
    return noAudioDetails
  }
}

/** A number in so many parts of one; null for none. */
function finite(number: number | undefined, parts: number): number | null {
  return number === undefined || !Number.isFinite(number) || number < 0
    ? null
    : Math.round(number * parts) / parts
}
