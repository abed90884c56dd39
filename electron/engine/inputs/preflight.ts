import { access, constants, lstat, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { InputSource, Job } from '../../../shared/model/job.ts'
import { displayPath } from '../../../shared/model/path-text.ts'
import { EngineError, errorCode } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import type { AcceptedItems } from '../tasks/task-type.ts'
import { checkCsvList, type CsvList } from './csv-list.ts'
import { ItemFilter } from './item-filter.ts'

/** How many inputs a message names before it only counts the rest. */
const namedInputs = 3

/**
 * Refuses a job before it becomes a run when it plainly has nothing to work on: none of its paths exists, a
 * list cannot be read, a pattern of its filter cannot be used, a path is relative, or its inputs are nothing that
 * its task can work on. A job of which at least one input exists is let through; those of its inputs that do not exist become
 * failed items.
 *
 * @param accepts what the job's task type can work on
 * @throws EngineError NO_INPUT, INVALID_INPUT
 */
export async function refuseHopelessInputs(
  { inputs, filter }: Pick<Job, 'inputs' | 'filter'>,
  accepts: AcceptedItems,
): Promise<void> {
  if (filter.wholeFolders && accepts === 'files') {
    throw new EngineError(
      'INVALID_INPUT',
      'This task works on files and cannot take a folder as a whole. Have the files in the folders found instead, ' +
        'or choose a task that takes folders, such as Zip, Command or Script.',
    )
  }
  try {
    new ItemFilter(filter, 0)
  } catch (error) {
    throw new EngineError('INVALID_INPUT', error instanceof Error ? error.message : String(error), {
      cause: error,
    })
  }
  const missing: string[] = []
  for (const input of inputs) {
    if (input.kind === 'range' && accepts !== 'anything') {
      throw new EngineError(
        'INVALID_INPUT',
        `The numbers ${input.range.from} to ${input.range.to} are no files, and this task works on files. ` +
          'Give it files, folders or a list instead.',
      )
    }
    refuseRelative(input)
    if (input.kind === 'list' || input.kind === 'csv') await refuseUnreadableList(input.path)
    if (input.kind === 'csv') await refuseWrongColumn(input)
    if (input.kind === 'path' && !(await exists(input.path))) missing.push(displayPath(input.path))
  }
  if (missing.length < inputs.length) return
  const more = missing.length - namedInputs
  throw new EngineError(
    'NO_INPUT',
    missing.length === 1
      ? `${missing[0] ?? ''} does not exist.`
      : `None of the inputs exists: ${missing.slice(0, namedInputs).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    { data: { missing: missing.slice(0, 100) } },
  )
}

/** The engine has no folder that a relative path could be meant from. */
function refuseRelative(input: InputSource): void {
  if (input.kind === 'range') return
  const path = input.kind === 'glob' ? input.pattern : input.path
  if (isAbsolute(path)) return
  throw new EngineError(
    'INVALID_INPUT',
    `${displayPath(path)} is a relative path, which means something only in the folder that it was written in. ` +
      'Give the whole path, from the root on.',
    { data: { path } },
  )
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(toPathBytes(path))
    return true
  } catch (error) {
    // Anything but a plain absence (no permission, a loop, a name too long) is told as a failed item.
    const code = errorCode(error)
    return code !== 'ENOENT' && code !== 'ENOTDIR'
  }
}

async function refuseUnreadableList(path: string): Promise<void> {
  try {
    await access(toPathBytes(path), constants.R_OK)
  } catch (error) {
    throw unusableList(path, error)
  }
}

/** What comes through a pipe can be read only once, by the run itself. */
async function refuseWrongColumn(list: CsvList): Promise<void> {
  try {
    if ((await stat(toPathBytes(list.path))).isFile()) checkCsvList(list)
  } catch (error) {
    throw unusableList(list.path, error)
  }
}

function unusableList(path: string, error: unknown): EngineError {
  const reason = error instanceof Error ? error.message : String(error)
  return new EngineError('NO_INPUT', `The input list ${displayPath(path)} cannot be read: ${reason}.`, {
    cause: error,
  })
}
