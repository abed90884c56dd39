import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { ItemError } from '../../errors.ts'
import { kindOf } from '../../inputs/entry-kind.ts'
import { readWithoutWaiting } from '../../inputs/open-flags.ts'
import { describeProblem, notAFile } from '../../inputs/problems.ts'
import { toPathBytes } from '../../path-bytes.ts'
import type { TaskContext, TaskFunction } from '../task-type.ts'
import type { ChecksumAlgorithm } from './algorithms.ts'
import { createHasher, type Hasher } from './hasher.ts'

/** How much of a file is read at a time, in bytes. */
const bufferSize = 1024 * 1024

/** Makes the function that computes the checksum of a file. It keeps one buffer and works synchronously. */
export async function createChecksumTask(algorithm: ChecksumAlgorithm): Promise<TaskFunction> {
  const hasher = await createHasher(algorithm)
  const buffer = Buffer.allocUnsafeSlow(bufferSize)
  return (item, context) => [digestFile(item.path, hasher, buffer, context)]
}

function digestFile(path: PathText, hasher: Hasher, buffer: Buffer, context: TaskContext): string {
  // A FIFO may have taken the file's place since it was found.
  const file = attempt(path, () => openSync(toPathBytes(path), readWithoutWaiting))
  try {
    return digestOpenFile(path, file, hasher, buffer, context)
  } finally {
    closeSync(file)
  }
}

/** Reads to the end that the file has when it is reached, whatever its size was before. */
function digestOpenFile(
  path: PathText,
  file: number,
  hasher: Hasher,
  buffer: Buffer,
  context: TaskContext,
): string {
  const stats = attempt(path, () => fstatSync(file))
  const kind = kindOf(stats)
  if (kind !== 'file') fail(notAFile(path, typeof kind === 'string' ? kind : kind.other))
  context.sawFile?.(stats)
  context.throwIfCancelled()
  let read = attempt(path, () => readSync(file, buffer, 0, bufferSize, null))
  let done = read
  context.progress(done, Math.max(done, stats.size))
  // One read has it all: the usual case. A size of 0 proves nothing, since files of /proc have it too.
  if (read === stats.size && read > 0 && read < bufferSize) {
    context.sawFile?.(attempt(path, () => fstatSync(file)))
    return hasher.whole(buffer.subarray(0, read))
  }

  const state = hasher.begin()
  while (read > 0) {
    state.add(buffer.subarray(0, read))
    context.throwIfCancelled()
    read = attempt(path, () => readSync(file, buffer, 0, bufferSize, null))
    done += read
    context.progress(done, Math.max(done, stats.size))
  }
  context.sawFile?.(attempt(path, () => fstatSync(file)))
  return state.end()
}

/** Does a system call; its error becomes the item's. */
function attempt<Value>(path: PathText, call: () => Value): Value {
  try {
    return call()
  } catch (error) {
    return fail(describeProblem(error, path), error)
  }
}

function fail({ code, message }: ReturnType<typeof describeProblem>, cause?: unknown): never {
  throw new ItemError(code, message, cause === undefined ? undefined : { cause })
}
