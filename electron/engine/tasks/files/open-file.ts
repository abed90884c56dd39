import { closeSync, fstatSync, openSync, type Stats } from 'node:fs'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { ItemError } from '../../errors.ts'
import { kindOf } from '../../inputs/entry-kind.ts'
import { readWithoutWaiting } from '../../inputs/open-flags.ts'
import { describeProblem, notAFile, type Problem } from '../../inputs/problems.ts'
import { toPathBytes } from '../../path-bytes.ts'

/** A regular file that is open for reading. */
export interface OpenFile {
  readonly path: PathText
  readonly descriptor: number
  /** As they were when it was opened. */
  readonly stats: Stats
}

/**
 * Opens a file for as long as `use` takes, and closes it whatever becomes of that. Never waits for a FIFO that took
 * the file's place since it was found.
 * @throws ItemError for what cannot be opened or is no regular file
 */
export function withOpenFile<Value>(path: PathText, use: (file: OpenFile) => Value): Value {
  const file = openFile(path)
  try {
    return use(file)
  } finally {
    closeSync(file.descriptor)
  }
}

/** As `withOpenFile`, for work that waits. */
export async function withOpenFileAsync<Value>(
  path: PathText,
  use: (file: OpenFile) => Promise<Value>,
): Promise<Value> {
  const file = openFile(path)
  try {
    return await use(file)
  } finally {
    closeSync(file.descriptor)
  }
}

function openFile(path: PathText): OpenFile {
  const descriptor = attemptRead(path, () => openSync(toPathBytes(path), readWithoutWaiting))
  try {
    const stats = attemptRead(path, () => fstatSync(descriptor))
    const kind = kindOf(stats)
    if (kind !== 'file') fail(notAFile(path, typeof kind === 'string' ? kind : kind.other))
    return { path, descriptor, stats }
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

/** Does a system call that reads; its error becomes the item's. */
export function attemptRead<Value>(path: PathText, call: () => Value): Value {
  try {
    return call()
  } catch (error) {
    return fail(describeProblem(error, path), error)
  }
}

function fail({ code, message }: Problem, cause?: unknown): never {
  throw new ItemError(code, message, cause === undefined ? undefined : { cause })
}
