import { fstatSync, readSync } from 'node:fs'
import type { TaskContext } from '../task-type.ts'
import type { ChecksumAlgorithm } from './algorithms.ts'
import { createHasher } from './hasher.ts'
import { attemptRead, type OpenFile } from './open-file.ts'

/** How much of a file is read at a time, in bytes. */
const bufferSize = 1024 * 1024

/** What a file was found to hold. */
export interface FileDigest {
  /** Lower-case hexadecimal. */
  readonly digest: string
  /** Bytes that were read. */
  readonly bytes: number
}

/** Computes the digest of an open file's content. */
export type FileDigester = (file: OpenFile, context: TaskContext) => FileDigest

/**
 * Makes a function that computes digests of files. It keeps one buffer and reads synchronously. A file is read to
 * the end that it has when that is reached, whatever its size was before.
 */
export async function createFileDigester(algorithm: ChecksumAlgorithm): Promise<FileDigester> {
  const hasher = await createHasher(algorithm)
  const buffer = Buffer.allocUnsafeSlow(bufferSize)
  return ({ path, descriptor, stats }, context) => {
    const readNext = (): number => attemptRead(path, () => readSync(descriptor, buffer, 0, bufferSize, null))
    const sawAgain = (): void => {
      context.sawFile?.(attemptRead(path, () => fstatSync(descriptor)))
    }
    context.sawFile?.(stats)
    context.throwIfCancelled()
    let read = readNext()
    let bytes = read
    context.progress(bytes, Math.max(bytes, stats.size))
    // One read has it all: the usual case. A size of 0 proves nothing, since files of /proc have it too.
    if (read === stats.size && read > 0 && read < bufferSize) {
      sawAgain()
      return { digest: hasher.whole(buffer.subarray(0, read)), bytes }
    }
    const state = hasher.begin()
    while (read > 0) {
      state.add(buffer.subarray(0, read))
      context.throwIfCancelled()
      read = readNext()
      bytes += read
      context.progress(bytes, Math.max(bytes, stats.size))
    }
    sawAgain()
    return { digest: state.end(), bytes }
  }
}
