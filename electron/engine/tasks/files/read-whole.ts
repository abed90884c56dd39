import { readSync } from 'node:fs'
import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import type { TaskContext } from '../task-type.ts'
import { attemptRead, type OpenFile } from './open-file.ts'

/** How much is read between two looks at whether the run was cancelled, in bytes. */
const pieceSize = 16 * 1024 * 1024

/**
 * The whole content of an open file, as it is from beginning to the end found then.
 * @param limit the most bytes that are taken into memory
 * @throws ItemError TOO_LARGE, or what reading it came upon
 */
export function readWhole(file: OpenFile, limit: number, context: TaskContext): Buffer {
  const { path, descriptor, stats } = file
  if (stats.size > limit) throw tooLarge(file, limit)
  // One byte more than there should be: a read that fills it shows that the file has grown.
  let buffer = Buffer.allocUnsafe(stats.size + 1)
  let length = 0
  for (;;) {
    context.throwIfCancelled()
    const wanted = Math.min(pieceSize, buffer.length - length)
    const read = attemptRead(path, () => readSync(descriptor, buffer, length, wanted, null))
    if (read === 0) return buffer.subarray(0, length)
    length += read
    context.progress(length, Math.max(length, stats.size))
    if (length > limit) throw tooLarge(file, limit)
    if (length === buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(2 * length, limit) + 1)
      buffer.copy(larger)
      buffer = larger
    }
  }
}

function tooLarge({ path }: OpenFile, limit: number): ItemError {
  const mebibytes = Math.floor(limit / 1024 ** 2).toLocaleString('en')
  return new ItemError(
    'TOO_LARGE',
    `${quotePath(path)} has more than ${mebibytes} MiB, the most that this task takes into memory.`,
  )
}
