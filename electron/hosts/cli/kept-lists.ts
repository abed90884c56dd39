import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { InputSource } from '../../../shared/model/job.ts'
import { makeFolder } from '../../engine/store/make-folder.ts'
import { couldNotStart } from './failure.ts'

/**
 * Lists of paths that came through standard input: a file each, below the data folder. A run whose inputs
 * were not looked through to their end needs its list to be resumed; any other does not.
 */
export function listsFolder(dataDirectory: string): string {
  return join(dataDirectory, 'lists')
}

/**
 * Writes a list to a file of its own. @returns its path
 * @throws CommandFailure could not start; what `signal` was aborted with is thrown as it is
 */
export async function keepList(stdin: Readable, dataDirectory: string, signal: AbortSignal): Promise<string> {
  const path = join(listsFolder(dataDirectory), `${randomUUID()}.list`)
  try {
    await makeFolder(dirname(path))
    await pipeline(stdin, createWriteStream(path, { mode: 0o600, flags: 'wx' }), { signal })
    return path
  } catch (error) {
    await rm(path, { force: true })
    if (signal.aborted) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw couldNotStart(
      `the list of paths from standard input could not be kept in ${path}: ${reason}.`,
      error,
    )
  }
}

/** Removes a list, and the folder of lists where it was the last. */
export async function removeKeptList(path: string): Promise<void> {
  await rm(path, { force: true })
  const folder = dirname(path)
  // Another command may be about to put its list there: then the folder is not empty, or is made again.
  if ((await namesIn(folder)).length === 0) await rm(folder, { recursive: true, force: true })
}

/** Removes those of the inputs that are kept lists. */
export async function removeListsAmong(dataDirectory: string, inputs: readonly InputSource[]): Promise<void> {
  for (const input of inputs) {
    if (
      (input.kind === 'list' || input.kind === 'csv') &&
      dirname(input.path) === listsFolder(dataDirectory)
    ) {
      await removeKeptList(input.path)
    }
  }
}

/** Lists that nobody has written to since `moment`, in milliseconds since 1970. */
export async function oldLists(dataDirectory: string, moment: number): Promise<string[]> {
  const folder = listsFolder(dataDirectory)
  const old: string[] = []
  for (const name of await namesIn(folder)) {
    const path = join(folder, name)
    if ((await lastChange(path)) < moment) old.push(path)
  }
  return old
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch {
    return []
  }
}

async function lastChange(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
