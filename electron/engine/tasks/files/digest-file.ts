import { readSync } from 'node:fs'
import type { TaskContext } from '../task-type.ts'
import type { ChecksumAlgorithm } from './algorithms.ts'
import { createHasher } from './hasher.ts'
import { attemptRead, statFile, type OpenPath } from './open-file.ts'

/** How much of a file is read at a time, in bytes. */
const bufferSize = 1024 * 1024

/** What a file was found to hold. */
export interface FileDigest {
  /** Lower-case hexadecimal. */
  readonly digest: string
  /** Bytes that were read. */
  readonly bytes: number
}

/**
 * Computes the digest of an open file's content.
 * @throws ItemError for what cannot be read or is no regular file
 */
export type FileDigester = (opened: OpenPath, context: TaskContext) => FileDigest

/**
 * Makes a function that computes digests of files. It keeps one buffer and reads synchronously. A file is read to
 * the end that it has when that is reached, whatever its size was before.
 *
 * Each system call counts with small files, so that one is looked at only once, when it has been read. What it was
 * found to be shows then whether it was written to meanwhile. Reading at a position takes nothing out of what stands in
 * the file's place: a FIFO or a terminal has no positions, and refuses; other devices lose nothing by it.
 */
export async function createFileDigester(algorithm: ChecksumAlgorithm): Promise<FileDigester> {
  const hasher = await createHasher(algorithm)
  const buffer = Buffer.allocUnsafeSlow(bufferSize)
  return (opened, context) => {
    const { path, descriptor } = opened
    const readAt = (position: number): number =>
      attemptRead(path, () => readSync(descriptor, buffer, 0, bufferSize, position))
    context.throwIfCancelled()
    let read: number
    try {
      read = readAt(0)
    } catch (error) {
      statFile(opened)
      throw error
    }
    const stats = statFile(opened)
    let bytes = read
    context.progress(bytes, Math.max(bytes, stats.size))
    // One read has it all: the usual case. A size of 0 proves nothing, since files of /proc have it too.
    if (read === stats.size && read > 0 && read < bufferSize) {
      context.sawFile?.(stats)
      return { digest: hasher.whole(buffer.subarray(0, read)), bytes }
    }
    const state = hasher.begin()
    while (read > 0) {
      state.add(buffer.subarray(0, read))
      context.throwIfCancelled()
      read = readAt(bytes)
      bytes += read
      context.progress(bytes, Math.max(bytes, stats.size))
    }
    context.sawFile?.(statFile(opened))
    return { digest: state.end(), bytes }
  }
}
