import { unlinkSync } from 'node:fs'
import { toPathBytes } from '../path-bytes.ts'
import { quotePath } from '../inputs/problems.ts'
import { ItemError } from '../errors.ts'
import type { TaskItem, TaskOutput } from '../tasks/task-type.ts'
import { readJournalOf } from './journal.ts'
import type { OutputOrder } from './output-order.ts'
import type { OutputResult, PlannedWork } from './publication.ts'
import { isUnchanged, standingAt, type Standing } from './standing.ts'

/**
 * What an earlier try at the item has made, where that stands at its place and only the answer was lost: with a
 * worker, or with the whole program. A move that was cut off is brought to its end.
 * @returns null where nothing was made
 * @throws ItemError OUTPUT_CHANGED where the input was replaced and then changed by somebody; or the error of a system call
 */
export function earlierTry(
  order: OutputOrder,
  planned: PlannedWork,
  item: TaskItem,
  effect: TaskOutput['effect'],
): OutputResult | null {
  const standing = standingAt(planned.path)
  if (standing === null || !isInDoubt(planned, standing, effect)) return null
  const { made } = readJournalOf(order.journal, item.seq)
  if (made?.output.path !== planned.path) return null
  if (!isUnchanged(standing, made.output)) {
    // To do it again would be to do it twice.
    if (planned.action === 'replace-input' && standing.inode === made.output.inode) {
      throw new ItemError(
        'OUTPUT_CHANGED',
        `${quotePath(planned.path)} was replaced by an earlier try and has been changed since. It was left as it is.`,
      )
    }
    return null
  }
  if (effect === 'moves' && !endMove(item, standing)) return null
  return made
}

/** Whether what stands there may be the work of an earlier try: the journal is only read then. */
function isInDoubt(planned: PlannedWork, standing: Standing, effect: TaskOutput['effect']): boolean {
  switch (planned.action) {
    case 'create':
      return true
    case 'replace':
      return standing.size !== planned.size || standing.modifiedAt !== planned.modifiedAt
    case 'replace-input':
      // A file that only gets its name in other letters may be renamed any number of times.
      return effect === 'writes'
  }
}

/** Removes the old name of a file that has its new one already. False where the old name is that of another file. */
function endMove({ path }: TaskItem, target: Standing): boolean {
  const source = standingAt(path)
  if (source === null) return true
  const isSame = source.inode === target.inode && source.device === target.device
  // A copy on another volume is equally old, but for what is less than a millisecond.
  const isCopied =
    source.device !== target.device &&
    source.size === target.size &&
    Math.abs(source.modifiedAt - target.modifiedAt) < 1
  if (!isSame && !isCopied) return false
  unlinkSync(toPathBytes(path))
  return true
}
