import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import type { PathText } from '../../../../shared/model/path-text.ts'
import type { Cell } from '../../../../shared/model/result.ts'
import { ItemError } from '../../errors.ts'
import { kindOf } from '../../inputs/entry-kind.ts'
import { readWithoutWaiting } from '../../inputs/open-flags.ts'
import { describeProblem, notAFile } from '../../inputs/problems.ts'
import { guard } from '../../outputs/output-problems.ts'
import { toPathBytes } from '../../path-bytes.ts'
import type { TaskContext, TaskItem } from '../task-type.ts'

/** Copies a file; where the file system can, the two share their content until one of them changes. Returns its size. */
export async function copyTask(item: TaskItem, context: TaskContext): Promise<readonly Cell[]> {
  const { output } = context
  if (output === undefined) throw new Error('copying needs a place for the copy')
  const size = requireReadable(item.path)
  context.progress(0, size)
  const how = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE
  await guard(output.path, () => copyFile(toPathBytes(item.path), toPathBytes(output.temporary), how))
  context.progress(size, size)
  return [size]
}

/** Errors of copying do not tell which of the two files they are about: what can be wrong with this one is found here. */
function requireReadable(path: PathText): number {
  let file: number
  try {
    file = openSync(toPathBytes(path), readWithoutWaiting)
  } catch (error) {
    const { code, message } = describeProblem(error, path)
    throw new ItemError(code, message, { cause: error })
  }
  try {
    const stats = fstatSync(file)
    const kind = kindOf(stats)
    if (kind === 'file') return stats.size
    const { code, message } = notAFile(path, typeof kind === 'string' ? kind : kind.other)
    throw new ItemError(code, message)
  } finally {
    closeSync(file)
  }
}
