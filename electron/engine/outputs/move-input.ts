import { renameSync, rmSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode, ItemError } from '../errors.ts'
import { describeProblem, quotePath } from '../inputs/problems.ts'
import { toPathBytes } from '../path-bytes.ts'
import { copyWhole, NameTaken, renameWithoutReplacing, syncFolderOf } from './moving.ts'
import { guard } from './output-problems.ts'
import { outputChanged, type OutputResult, type Publication } from './publication.ts'
import { isUnchanged, standingAt, type Standing } from './standing.ts'

/**
 * Lets the task look at the input, and gives that its new place.
 * @throws ItemError, or what the task throws; the input is where it was then
 */
export async function moveInput(publication: Publication): Promise<OutputResult> {
  const { item, context, work, planned, madeFolders, note } = publication
  const source = sourceOf(publication)
  const values = await work(item, context)
  context.throwIfCancelled()
  const { size, modifiedAt, inode } = source
  const output = { path: planned.path, size, modifiedAt, inode, madeFolders: [...madeFolders] }
  await note(output, values)
  try {
    await guard(planned.path, () => giveName(publication, item.path, source))
    return { values, output }
  } catch (error) {
    if (!(error instanceof ItemError) || errorCode(error.cause) !== 'EXDEV') throw error
  }
  const moved = await moveAcross(publication, source, values)
  return { values, output: { ...output, ...moved } }
}

function sourceOf({ item, planned }: Publication): Standing {
  let source: Standing | null
  try {
    source = standingAt(item.path)
  } catch (error) {
    const { code, message } = describeProblem(error, item.path)
    throw new ItemError(code, message, { cause: error })
  }
  if (source === null) {
    throw new ItemError(
      'NOT_FOUND',
      `${quotePath(item.path)} does not exist. It may have been moved, renamed or deleted.`,
    )
  }
  if (source.kind === 'link' && dirname(item.path) !== dirname(planned.path)) {
    throw new ItemError(
      'NOT_A_FILE',
      `${quotePath(item.path)} is a symbolic link, which may lead nowhere from another folder. Move what it leads to.`,
    )
  }
  return source
}

/** Another volume: the file is whole there before it is removed here. */
async function moveAcross(
  publication: Publication,
  source: Standing,
  values: OutputResult['values'],
): Promise<Pick<Standing, 'size' | 'modifiedAt' | 'inode'>> {
  const { item, planned, temporary, madeFolders, note } = publication
  try {
    const copy = await guard(planned.path, async () => {
      await copyWhole(item.path, temporary)
      return standingAt(temporary)
    })
    if (copy === null) throw outputChanged(planned, null)
    const { size, modifiedAt, inode } = copy
    await note({ path: planned.path, size, modifiedAt, inode, madeFolders: [...madeFolders] }, values)
    const now = standingAt(item.path)
    if (now === null || !isUnchanged(now, source)) {
      throw new ItemError(
        'BUSY',
        `${quotePath(item.path)} was changed while it was moved to another volume. It was left where it is. Try again.`,
      )
    }
    await guard(planned.path, async () => {
      await giveName(publication, temporary, copy)
      await syncFolderOf(planned.path)
      unlinkSync(toPathBytes(item.path))
    })
    return { size, modifiedAt, inode }
  } catch (error) {
    rmSync(toPathBytes(temporary), { force: true })
    throw error
  }
}

async function giveName({ planned, before }: Publication, from: string, file: Standing): Promise<void> {
  if (planned.action === 'create') {
    try {
      return await renameWithoutReplacing(from, planned.path)
    } catch (error) {
      throw error instanceof NameTaken ? outputChanged(planned, null) : error
    }
  }
  const standing = standingAt(planned.path)
  if (before === null || standing === null || !isUnchanged(standing, before)) {
    throw outputChanged(planned, standing)
  }
  const isSame = standing.inode === file.inode && standing.device === file.device
  // Of two names of one file a system leaves both when one is renamed to the other.
  if (isSame && planned.action === 'replace') unlinkSync(toPathBytes(from))
  else renameSync(toPathBytes(from), toPathBytes(planned.path))
}
