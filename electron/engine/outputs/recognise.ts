import type { MadeOutput, PlannedOutput } from '../../../shared/model/planned-output.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { Cell } from '../../../shared/model/result.ts'
import type { TaskOutput } from '../tasks/task-type.ts'
import type { JournalEntry } from './journal.ts'
import { isUnchanged, lookAt } from './standing.ts'

/** What a try has made whose answer was lost. */
export interface RecognisedOutput {
  readonly output: MadeOutput
  /** The task's result; null where it is not known. */
  readonly values: readonly Cell[] | null
}

/**
 * Tells, after a crash or the end of a worker, whether the planned output stands already.
 * @param entry what the journal has of the item
 * @param item the input as it was found
 * @returns null where it does not stand, or somebody has changed it since
 * @throws the error of a system call
 */
export async function recogniseMade(
  planned: PlannedOutput,
  entry: JournalEntry | undefined,
  item: { readonly path: PathText; readonly size: number | null; readonly modifiedAt: number | null },
  effect: TaskOutput['effect'],
): Promise<RecognisedOutput | null> {
  if (planned.path === null || planned.action === 'skip' || planned.action === 'refuse') return null
  const standing = await lookAt(planned.path)
  if (standing === null) return null
  if (entry?.output.path === planned.path && isUnchanged(standing, entry.output)) {
    // A file that was moved has both names for a moment: then the move is not yet whole.
    if (effect === 'moves' && planned.action !== 'replace-input' && (await lookAt(item.path)) !== null)
      return null
    return { output: entry.output, values: entry.values }
  }
  if (effect !== 'moves' || (await lookAt(item.path)) !== null) return null
  // The journal may be lost with the power; a file that was moved is known by what it was.
  if (standing.size !== item.size || standing.modifiedAt !== item.modifiedAt) return null
  const { size, modifiedAt, inode } = standing
  return { output: { path: planned.path, size, modifiedAt, inode, madeFolders: [] }, values: null }
}
