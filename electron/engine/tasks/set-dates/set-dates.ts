import { closeSync, fstatSync, futimesSync, openSync } from 'node:fs'
import { basename } from 'node:path'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { ItemError } from '../../errors.ts'
import { readWithoutWaiting } from '../../inputs/open-flags.ts'
import { describeProblem, notAFile, quotePath } from '../../inputs/problems.ts'
import { readMetadata } from '../../outputs/metadata.ts'
import { toPathBytes } from '../../path-bytes.ts'
import type { TaskFunction } from '../task-type.ts'
import { dateInName, momentOfClock, requireDate, type DateParameters, type DateRule } from './dates.ts'

/** Makes the function that sets a file's date and returns the old one and the new one, as ISO 8601 in UTC. */
export function createSetDatesTask(parameters: DateParameters): TaskFunction {
  const rule = requireDate(parameters)
  return async ({ path }) => {
    const moment = await momentFor(path, rule)
    const old = setModified(path, moment)
    return [new Date(old).toISOString(), new Date(moment).toISOString()]
  }
}

async function momentFor(path: PathText, rule: DateRule): Promise<number> {
  if (rule.kind === 'fixed') return rule.moment
  if (rule.kind === 'name') {
    const moment = dateInName(basename(path), rule.pattern)
    if (moment !== null) return moment
    throw new ItemError(
      'INVALID_CONTENT',
      `The name of ${quotePath(path)} has no date in it that the pattern finds.`,
    )
  }
  const { taken } = await readMetadata(path)
  const moment = taken === null ? null : momentOfClock(taken)
  if (moment !== null) return moment
  throw new ItemError('INVALID_CONTENT', `${quotePath(path)} does not tell when it was taken.`)
}

/** Sets when the file was last changed and returns when that was before, in milliseconds. */
function setModified(path: PathText, moment: number): number {
  try {
    const file = openSync(toPathBytes(path), readWithoutWaiting)
    try {
      const stats = fstatSync(file)
      if (!stats.isFile()) throw new ItemError(...described(notAFile(path, 'folder or device')))
      futimesSync(file, stats.atimeMs / 1_000, moment / 1_000)
      return stats.mtimeMs
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (error instanceof ItemError) throw error
    throw new ItemError(...described(describeProblem(error, path)), { cause: error })
  }
}

function described({ code, message }: ReturnType<typeof notAFile>): [typeof code, string] {
  return [code, message]
}
