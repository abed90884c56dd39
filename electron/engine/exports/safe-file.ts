import { randomBytes } from 'node:crypto'
import { constants, createWriteStream } from 'node:fs'
import type { Stats } from 'node:fs'
import { access, open, realpath, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { displayPath } from '../../../shared/model/path-text.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { EngineError } from '../errors.ts'
import { fromPathBytes, toPathBytes } from '../path-bytes.ts'

/**
 * Writes a file so that it is there whole or not at all: under a temporary name beside the target, onto the
 * disk, then renamed over the target. A failure removes the temporary file and leaves the target as it was.
 * A symbolic link is followed. What is not a regular file cannot be replaced and is written to directly.
 *
 * @throws the file system's error, or that of `chunks`
 */
export async function writeFileSafely(
  path: PathText,
  chunks: AsyncIterable<Buffer>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const existing = await statOrNull(path)
  if (existing?.isDirectory()) {
    throw new EngineError(
      'EXPORT_FAILED',
      `${displayPath(path)} is a folder. Give the name of a file in it.`,
      {
        data: { path, reason: 'EISDIR' },
      },
    )
  }
  if (existing !== null && !existing.isFile()) {
    const target = createWriteStream(toPathBytes(path))
    await pipeline(Readable.from(chunks), target, signal === undefined ? {} : { signal })
    return
  }
  // A file that may not be written to must not be replaced either, though its folder would allow it.
  if (existing !== null) await access(toPathBytes(path), constants.W_OK)
  const target = existing === null ? path : fromPathBytes(await realpath(toPathBytes(path), 'buffer'))
  const folder = dirname(target)
  // Short, because the target's own name may already be as long as a name can be.
  const temporary = join(folder, `.batchyard-${randomBytes(6).toString('hex')}.part`)
  const handle = await open(toPathBytes(temporary), 'wx', existing === null ? 0o666 : existing.mode & 0o777)
  try {
    await writeAll(handle, chunks, signal)
    await rename(toPathBytes(temporary), toPathBytes(target))
  } catch (error) {
    await rm(toPathBytes(temporary), { force: true })
    throw error
  }
  await syncFolder(folder)
}

async function writeAll(
  handle: FileHandle,
  chunks: AsyncIterable<Buffer>,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      signal?.throwIfAborted()
      // One write call may take less than it was given; `writeFile` on a handle goes on until all is written.
      await handle.writeFile(chunk)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes the rename last. Some systems cannot sync a folder; the file itself is safe without it. */
async function syncFolder(folder: PathText): Promise<void> {
  let handle: FileHandle | null = null
  try {
    handle = await open(toPathBytes(folder), 'r')
    await handle.sync()
  } catch {
    return
  } finally {
    await handle?.close()
  }
}

async function statOrNull(path: PathText): Promise<Stats | null> {
  try {
    return await stat(toPathBytes(path))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
