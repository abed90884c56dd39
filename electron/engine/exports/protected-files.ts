import { stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { displayPath } from '../../../shared/model/path-text.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { EngineError } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import { realPathOrNull } from './real-path.ts'

/** What the names of the database and of its companions begin with. */
const databaseName = 'batchyard.db'

/** The folder beside the database in which each engine leaves its sign of life. */
const ownersName = 'owners'

/**
 * Refuses to write an export over the database, which would lose the whole history, and to a path that is
 * not absolute, which would mean something only to the process that it was typed into.
 *
 * @throws EngineError EXPORT_FAILED
 */
export async function refuseProtectedTarget(path: PathText, dataDirectory: string): Promise<void> {
  if (!isAbsolute(path)) {
    throw refusal(path, 'ENOENT', 'is not an absolute path. Give the whole path of the file')
  }
  const target = (await realPathOrNull(path)) ?? path
  const isOwn =
    (await isSameFile(target, join(dataDirectory, databaseName))) ||
    (await isSameFile(dirname(target), join(dataDirectory, ownersName))) ||
    (basename(target).toLowerCase().startsWith(databaseName) &&
      (await isSameFile(dirname(target), dataDirectory)))
  if (isOwn) {
    throw refusal(
      path,
      'EEXIST',
      'belongs to the database of Batchyard and would be replaced. Choose another file',
    )
  }
}

function refusal(path: PathText, reason: string, what: string): EngineError {
  return new EngineError('EXPORT_FAILED', `${displayPath(path)} ${what}, then export again.`, {
    data: { path, reason },
  })
}

/** By what the system says, so that neither links nor upper and lower case hide it. */
async function isSameFile(one: PathText, other: PathText): Promise<boolean> {
  try {
    const [first, second] = await Promise.all([
      stat(toPathBytes(one), { bigint: true }),
      stat(toPathBytes(other), { bigint: true }),
    ])
    return first.dev === second.dev && first.ino === second.ino
  } catch {
    return false
  }
}
