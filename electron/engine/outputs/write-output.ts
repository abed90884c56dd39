import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { Cell } from '../../../shared/model/result.ts'
import { errorCode, ItemError } from '../errors.ts'
import { describeProblem, quotePath } from '../inputs/problems.ts'
import { toPathBytes } from '../path-bytes.ts'
import { NameTaken, renameWithoutReplacing, syncFolderOf } from './moving.ts'
import { describeOutputProblem, guard } from './output-problems.ts'
import { outputChanged, type OutputResult, type Publication } from './publication.ts'
import { followFrom, isUnchanged, standingAt, standingOf, type Standing } from './standing.ts'

/**
 * Has the task write the temporary file, and gives that its name.
 * @throws ItemError, or what the task throws; the temporary file is removed then
 */
export async function writeOutput(publication: Publication): Promise<OutputResult> {
  const { context, planned, temporary, madeFolders, note } = publication
  try {
    const values = await doWork(publication)
    context.throwIfCancelled()
    const { size, modifiedAt, inode } = await guard(planned.path, () => finish(publication))
    const output = { path: planned.path, size, modifiedAt, inode, madeFolders: [...madeFolders] }
    await note(output, values)
    await guard(planned.path, () => giveName(publication))
    return { values, output }
  } catch (error) {
    rmSync(toPathBytes(temporary), { force: true })
    throw error
  }
}

/** What a system says of a volume that takes nothing: whatever the task makes of it, that is why. */
const takesNothing = ['ENOSPC', 'EDQUOT', 'EROFS']

async function doWork({ item, context, work, planned, temporary }: Publication): Promise<readonly Cell[]> {
  try {
    return await work(item, { ...context, output: { path: planned.path, temporary } })
  } catch (error) {
    if (error instanceof ItemError || !takesNothing.includes(errorCode(error))) throw error
    const { code, message } = describeOutputProblem(error, planned.path)
    throw new ItemError(code, message, { cause: error })
  }
}

/** Gives the new file its owner, permissions and times, and waits until it is on the disk. */
function finish({ item, order, before, temporary }: Publication): Standing {
  const written = standingAt(temporary)
  if (written?.kind !== 'file') {
    throw new ItemError('TASK_FAILED', `The task has made no file of ${quotePath(item.path)}.`)
  }
  const input = order.keepDates || order.keepPermissions ? inputOf(item.path) : null
  const file = openToFinish(temporary)
  try {
    // A file that takes the place of another is as private as that was.
    if (before !== null) giveOwner(file, before)
    const mode = order.keepPermissions && input !== null ? permissionsOf(input) : before?.mode
    if (mode !== undefined && process.platform !== 'win32') fchmodSync(file, mode & 0o777)
    if (order.keepDates && input !== null) futimesSync(file, input.readAt / 1_000, input.modifiedAt / 1_000)
    fsyncSync(file)
    return standingOf(fstatSync(file, { bigint: true }))
  } finally {
    closeSync(file)
  }
}

/** The permissions that a file has from its input. A folder's permission to be entered is none to be run. */
function permissionsOf({ kind, mode }: Standing): number {
  return kind === 'folder' ? mode & 0o666 : mode
}

function inputOf(path: PathText): Standing {
  try {
    return followFrom(path)
  } catch (error) {
    const { code, message } = describeProblem(error, path)
    throw new ItemError(code, message, { cause: error })
  }
}

/** A file that its owner may not write to either is opened to be read: that is enough, but not on Windows. */
function openToFinish(path: PathText): number {
  const withoutLinks = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW
  try {
    return openSync(toPathBytes(path), constants.O_RDWR | withoutLinks)
  } catch (error) {
    if (errorCode(error) !== 'EACCES') throw error
    return openSync(toPathBytes(path), constants.O_RDONLY | withoutLinks)
  }
}

function giveOwner(file: number, { owner, group }: Standing): void {
  try {
    fchownSync(file, owner, group)
  } catch {
    // Only some may give files away; the new one then belongs to who made it.
  }
}

async function giveName({ planned, temporary, before }: Publication): Promise<void> {
  if (planned.action === 'create') {
    try {
      await renameWithoutReplacing(temporary, planned.path)
    } catch (error) {
      throw error instanceof NameTaken ? outputChanged(planned, null) : error
    }
  } else {
    const standing = standingAt(planned.path)
    if (before === null || standing?.kind !== 'file' || !isUnchanged(standing, before)) {
      throw outputChanged(planned, standing)
    }
    renameSync(toPathBytes(temporary), toPathBytes(planned.path))
  }
  await syncFolderOf(planned.path)
}
