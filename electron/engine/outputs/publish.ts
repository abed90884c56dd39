import { unlinkSync } from 'node:fs'
import { errorCode } from '../errors.ts'
import { quotePath } from '../inputs/problems.ts'
import { toPathBytes } from '../path-bytes.ts'
import type { TaskContext, TaskFunction, TaskItem, TaskOutput } from '../tasks/task-type.ts'
import { earlierTry } from './earlier-try.ts'
import { readJournalOf, writeJournal, type JournalLine } from './journal.ts'
import { hasFolder, makeFoldersFor, removeEmptyFolders } from './made-folders.ts'
import { moveInput } from './move-input.ts'
import type { OutputOrder } from './output-order.ts'
import { guard } from './output-problems.ts'
import { outputChanged, type OutputResult, type PlannedWork, type Publication } from './publication.ts'
import { standingAt, type Standing } from './standing.ts'
import { temporaryPathOf } from './temporary.ts'
import { writeOutput } from './write-output.ts'

/** How often an item is begun because another that failed took away the folder that both were to use. */
const mostBeginnings = 3

/**
 * Does the work on an item and brings its output to its place, in such a way that the place holds at every moment what
 * it held before or the whole new file. Where an earlier try has done all that and only its answer was lost,
 * nothing is done again.
 * @throws ItemError, or what the task throws; what was made so far is removed then
 */
export async function publish(
  order: OutputOrder,
  effect: TaskOutput['effect'],
  item: TaskItem,
  context: TaskContext,
  work: TaskFunction,
): Promise<OutputResult> {
  const planned = plannedWork(item)
  const target = planned.path
  const temporary = temporaryPathOf(order, item.seq, target)
  const write = (line: JournalLine): Promise<void> =>
    guard(order.journal, () => writeJournal(order.journal, line))
  for (let beginning = 1; ; beginning += 1) {
    const made: string[] = []
    try {
      const earlier = await guard(target, () => earlierTry(order, planned, item, effect))
      if (earlier !== null) {
        // Ended between its two names, the file has both still.
        await guard(target, () => removeStale(temporary))
        return earlier
      }
      const before = await guard(target, () => verify(planned))
      const isAgain = (await guard(target, () => removeStale(temporary))) || item.isAgain
      const known = isAgain ? readJournalOf(order.journal, item.seq).madeFolders : []
      await makeFoldersFor(target, made, (madeFolders) =>
        write({ kind: 'folders', seq: item.seq, madeFolders }),
      )
      const publication: Publication = {
        ...{ item, context, work, planned, order, temporary, before },
        madeFolders: [...new Set([...known, ...made])],
        note: (output, values) => write({ kind: 'made', seq: item.seq, output, values: [...values] }),
      }
      return await (effect === 'writes' ? writeOutput(publication) : moveInput(publication))
    } catch (error) {
      removeEmptyFolders(made)
      const mayBegin = beginning < mostBeginnings && made.length === 0 && !context.signal.aborted
      if (!mayBegin || hasFolder(target)) throw error
    }
  }
}

function plannedWork({ path, output }: TaskItem): PlannedWork {
  if (output === null || output.action === 'skip' || output.action === 'refuse') {
    throw new Error(`nothing is planned for ${quotePath(path)}`)
  }
  return output
}

/**
 * What stands at the target.
 * @throws ItemError OUTPUT_CHANGED where that is not what was planned with
 */
function verify(planned: PlannedWork): Standing | null {
  const standing = standingAt(planned.path)
  const isAsPlanned =
    planned.action === 'create'
      ? standing === null
      : standing?.kind === 'file' &&
        (planned.action === 'replace-input' ||
          (standing.size === planned.size && standing.modifiedAt === planned.modifiedAt))
  if (isAsPlanned) return standing
  throw outputChanged(planned, standing)
}

/** Removes what a try that was cut off has left. Whether there was something. */
function removeStale(temporary: string): boolean {
  try {
    unlinkSync(toPathBytes(temporary))
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return false
    throw error
  }
}
