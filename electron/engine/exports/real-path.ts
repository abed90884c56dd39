import { realpath } from 'node:fs/promises'
import type { PathText } from '../../../shared/model/path-text.ts'
import { fromPathBytes, toPathBytes } from '../path-bytes.ts'

/** The path without links. Null where it leads nowhere: what is wrong with it, the attempt to use it tells. */
export async function realPathOrNull(path: PathText): Promise<PathText | null> {
  try {
    return fromPathBytes(await realpath(toPathBytes(path), 'buffer'))
  } catch {
    return null
  }
}
