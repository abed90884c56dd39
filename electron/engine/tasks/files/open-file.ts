import { closeSync, fstatSync, openSync, type Stats } from 'node:fs'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { ItemError } from '../../errors.ts'
import { kindOf } from '../../inputs/entry-kind.ts'
import { readWithoutWaiting } from '../../inputs/open-flags.ts'
import { describeProblem, notAFile, type Problem } from '../../inputs/problems.ts'
import { toPathBytes } from '../../path-bytes.ts'

/** What is open for reading under a path. */
export interface OpenPath {
  readonly path: PathText
  readonly descriptor: number
}

/** A regular file that is open for reading. */
export interface OpenFile extends OpenPath {
  /** As they were when it was opened. */
  readonly stats: Stats
}

/**
 * Opens a file for as long as `use` takes, and closes it whatever becomes of that. Never waits for a FIFO that took
 * the file's place since it was found.
 * @throws ItemError for what cannot be opened or is no regular file
 */
export function withOpenFile<Value>(path: PathText, use: (file: OpenFile) => Value): Value {
  return withOpenPath(path, (opened) => use({ ...opened, stats: statFile(opened) }))
}

/** As `withOpenFile`, for work that waits. */
export async function withOpenFileAsync<Value>(
  path: PathText,
  use: (file: OpenFile) => Promise<Value>,
): Promise<Value> {
  const opened = openPath(path)
  try {
    return await use({ ...opened, stats: statFile(opened) })
  } finally {
    closeSync(opened.descriptor)
  }
}

/** As `withOpenFile`, for work that looks with `statFile` at what it has opened, when that suits it. */
export function withOpenPath<Value>(path: PathText, use: (opened: OpenPath) => Value): Value {
  const opened = openPath(path)
  try {
    return use(opened)
  } finally {
    closeSync(opened.descriptor)
  }
}

/** Opens a path for reading, to be closed by the caller; see `withOpenFile`. @throws ItemError for what cannot be opened */
export function openPath(path: PathText): OpenPath {
  return { path, descriptor: attemptRead(path, () => openSync(toPathBytes(path), readWithoutWaiting)) }
}

/**
 * What a file that is open is like now.
 * @throws ItemError NOT_A_FILE for what is no regular file
 */
export function statFile({ path, descriptor }: OpenPath): Stats {
  const stats = attemptRead(path, () => fstatSync(descriptor))
  const kind = kindOf(stats)
  if (kind !== 'file') fail(notAFile(path, typeof kind === 'string' ? kind : kind.other))
  return stats
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
