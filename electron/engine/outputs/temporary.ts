import { createHash } from 'node:crypto'
import { lstat, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { extensionOf } from '../../../shared/model/path-template.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import type { OutputOrder } from './output-order.ts'

/** The most bytes that one name may have on the file systems in use. */
export const longestName = 255

/** The most bytes of a temporary name before its extension. */
export const longestTemporaryStem = '.batchyard--000000000000-'.length + 2 * '9007199254740991'.length

/** What tells the run from one of the same number in another database or on another machine. */
type RunMark = Pick<OutputOrder, 'runId' | 'journal'>

/**
 * Where an output is written before it gets its name: beside its target, with its extension, and the same for
 * every try, so that what a dead worker left is found.
 */
export function temporaryPathOf(run: RunMark, seq: number, target: PathText): PathText {
  const mark = createHash('sha256').update(`${hostname()}\0${run.journal}`).digest('hex').slice(0, 12)
  const stem = `.batchyard-${run.runId}-${mark}-${seq}`
  const extension = extensionOf(basename(target), '/')
  const whole = stem + extension
  return join(dirname(target), Buffer.byteLength(toPathBytes(whole)) > longestName ? stem : whole)
}

/**
 * Removes what a try at an output left behind. Nothing where there is nothing.
 * @returns whether there was something
 * @throws the file system's error where it cannot be removed
 */
export async function removeLeftover(run: RunMark, seq: number, target: PathText): Promise<boolean> {
  const temporary = toPathBytes(temporaryPathOf(run, seq, target))
  try {
    const stats = await lstat(temporary)
    if (stats.isDirectory()) return false
    await unlink(temporary)
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return false
    throw error
  }
}
