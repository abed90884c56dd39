import moveToTrash from 'trash'
import { z } from 'zod'
import type { Cell } from '../../../../shared/model/result.ts'
import { ItemError } from '../../errors.ts'
import { describeProblem, quotePath } from '../../inputs/problems.ts'
import { standingAt, type Standing } from '../../outputs/standing.ts'
import type { TaskItem } from '../task-type.ts'

/** What the library answers on Linux; on other systems it does not tell. */
const answerSchema = z.array(z.object({ path: z.string() })).min(1)

/** Puts a file into the recycle bin and returns where it is there; null where the system does not tell. */
export async function trashTask({ path }: TaskItem): Promise<readonly Cell[]> {
  const before = look(path)
  if (before === null) {
    throw new ItemError(
      'NOT_FOUND',
      `${quotePath(path)} does not exist. It may have been moved, renamed or deleted.`,
    )
  }
  if (before.kind === 'folder')
    throw new ItemError('NOT_A_FILE', `${quotePath(path)} is a folder, not a file.`)
  if (!path.isWellFormed()) {
    throw new ItemError(
      'TASK_FAILED',
      `${quotePath(path)} has a name that is not valid UTF-8, which the recycle bin cannot note down. Rename it first.`,
    )
  }
  let answer: unknown
  try {
    answer = await moveToTrash(path, { glob: false })
  } catch (error) {
    const { message } = describeProblem(error, path)
    throw new ItemError(
      'WRITE_FAILED',
      `${quotePath(path)} could not be put into the recycle bin. ${message}`,
      {
        cause: error,
      },
    )
  }
  // What the library cannot find it passes over in silence.
  if (look(path)?.inode === before.inode) {
    throw new ItemError(
      'WRITE_FAILED',
      `${quotePath(path)} could not be put into the recycle bin. It is where it was.`,
    )
  }
  return [answerSchema.safeParse(answer).data?.[0]?.path ?? null]
}

function look(path: string): Standing | null {
  try {
    return standingAt(path)
  } catch (error) {
    const { code, message } = describeProblem(error, path)
    throw new ItemError(code, message, { cause: error })
  }
}
