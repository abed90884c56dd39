import { mkdir, rename, rmdir, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { MadeOutput, PlannedOutput } from '../../../shared/model/planned-output.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { errorCode } from '../errors.ts'
import { describeProblem, quotePath } from '../inputs/problems.ts'
import { toPathBytes } from '../path-bytes.ts'
import type { TaskOutput } from '../tasks/task-type.ts'
import { copyWhole, NameTaken, renameWithoutReplacing, syncFolderOf } from './moving.ts'
import { isUnchanged, lookAt, type Standing } from './standing.ts'

/** One output as the run's manifest has it. */
export interface ManifestRecord {
  readonly action: PlannedOutput['action']
  readonly effect: TaskOutput['effect']
  /** The item's path: where a file that was moved came from. */
  readonly source: PathText
  readonly made: MadeOutput
}

export type UndoResult =
  | { readonly status: 'undone' }
  /** Nothing was done. `reason` is a sentence for a person, which names the file. */
  | { readonly status: 'refused'; readonly reason: string }

const undone: UndoResult = { status: 'undone' }

/**
 * Takes back what was made of one item: a file that was made is removed, one that was moved goes back, folders that
 * were made for it are removed where they are empty. What was changed since is left alone, and so is a file
 * that took the place of another, because that one is not kept. Doing it twice is as good as once. Links are never followed.
 * Errors of the file system are refusals too.
 */
export async function undoOutput(record: ManifestRecord): Promise<UndoResult> {
  const { action, effect, made } = record
  try {
    if (action === 'replace' || (action === 'replace-input' && effect === 'writes')) {
      return refused(
        `${quotePath(made.path)} replaced an earlier file, which is not kept. It stays as it is.`,
      )
    }
    const result = effect === 'moves' ? await moveBack(record) : await removeMade(made)
    if (result.status === 'undone') await removeFolders(made.madeFolders)
    return result
  } catch (error) {
    return refused(`${describeProblem(error, made.path).message} It stays as it is.`)
  }
}

async function removeMade(made: MadeOutput): Promise<UndoResult> {
  const standing = await lookAt(made.path)
  if (standing === null) return undone
  if (!isUnchanged(standing, made)) return changedSince(made.path)
  await unlink(toPathBytes(made.path))
  return undone
}

async function moveBack({ source, made }: ManifestRecord): Promise<UndoResult> {
  const there = await lookAt(made.path)
  const back = await lookAt(source)
  if (there === null) {
    return back !== null && hasContentOf(back, made)
      ? undone
      : refused(`${quotePath(made.path)} is no longer there, so it cannot be moved back.`)
  }
  if (!isUnchanged(there, made)) return changedSince(made.path)
  if (back !== null && isSameFile(there, back)) {
    // Either two spellings of one name, or an undo that was cut off when the file had both names.
    if (there.names > 1) await unlink(toPathBytes(made.path))
    else await rename(toPathBytes(made.path), toPathBytes(source))
    return undone
  }
  if (back !== null) return placeTaken(source, made)
  await mkdir(toPathBytes(dirname(source)), { recursive: true })
  try {
    await renameWithoutReplacing(made.path, source)
  } catch (error) {
    if (error instanceof NameTaken) return placeTaken(source, made)
    if (errorCode(error) !== 'EXDEV') throw error
    return await copyBack(source, made)
  }
  return undone
}

/** To another volume: the file is whole there before it is removed here. */
async function copyBack(source: PathText, made: MadeOutput): Promise<UndoResult> {
  const temporary = join(dirname(source), `.batchyard-undo-${made.inode}`)
  await unlink(toPathBytes(temporary)).catch(() => undefined)
  try {
    await copyWhole(made.path, temporary)
    await renameWithoutReplacing(temporary, source)
  } catch (error) {
    await unlink(toPathBytes(temporary)).catch(() => undefined)
    if (error instanceof NameTaken) return placeTaken(source, made)
    throw error
  }
  await syncFolderOf(source)
  await unlink(toPathBytes(made.path))
  return undone
}

/** Those that are empty, the innermost first. What cannot be removed is not ours to remove any more. */
export async function removeFolders(folders: readonly PathText[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    try {
      await rmdir(toPathBytes(folder))
    } catch (error) {
      if (errorCode(error) === 'ENOENT') continue
      return
    }
  }
}

function isSameFile(first: Standing, second: Standing): boolean {
  return first.device === second.device && first.inode === second.inode
}

/** On another volume a file has another number. */
function hasContentOf({ kind, size, modifiedAt }: Standing, made: MadeOutput): boolean {
  return kind !== 'folder' && size === made.size && modifiedAt === made.modifiedAt
}

function changedSince(path: PathText): UndoResult {
  return refused(`${quotePath(path)} was changed since it was made. It stays as it is.`)
}

function placeTaken(source: PathText, made: MadeOutput): UndoResult {
  return refused(
    `${quotePath(made.path)} cannot be moved back: ${quotePath(source)} is there. Move that away and undo again.`,
  )
}

function refused(reason: string): UndoResult {
  return { status: 'refused', reason }
}
