import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { realPathOrNull } from '../../engine/exports/real-path.ts'
import { toPathBytes } from '../../engine/path-bytes.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { wrongUsage } from './failure.ts'

/** Where a CSV goes. */
export type CsvTarget =
  | { readonly kind: 'stdout' }
  /** A file, replaced once the new one is whole; a FIFO or device is written to as it is. Absolute. */
  | { readonly kind: 'file'; readonly path: PathText }

/**
 * Finds out where a CSV is to go and whether it can, before any work is done for it.
 *
 * @param text as given: a path, or `-` for standard output
 * @throws CommandFailure wrong usage: the folder is missing or may not be written to, or it is a folder
 */
export async function findCsvTarget(text: string): Promise<CsvTarget> {
  if (text === '-') return { kind: 'stdout' }
  if (text === '') throw wrongUsage('--csv needs the name of a file, or - for standard output.')
  const given = resolve(text)
  const existing = await realPathOrNull(given)
  if (existing !== null) {
    const status = await stat(toPathBytes(existing))
    if (status.isDirectory()) throw wrongUsage(`--csv ${text}: this is a folder; name a file in it.`)
    if (!status.isFile()) return { kind: 'file', path: existing }
    await checkFileWritable(text, existing)
  } else if (/[/\\]$/u.test(text)) {
    throw wrongUsage(`--csv ${text}: this folder does not exist, and a file name is missing.`)
  }
  const path = existing ?? join(await existingFolder(text, dirname(given)), basename(given))
  await checkWritable(text, dirname(path))
  return { kind: 'file', path }
}

async function existingFolder(text: string, folder: string): Promise<string> {
  const real = await realPathOrNull(folder)
  if (real === null) throw wrongUsage(`--csv ${text}: the folder ${folder} does not exist; create it first.`)
  if (!(await stat(toPathBytes(real))).isDirectory())
    throw wrongUsage(`--csv ${text}: ${folder} is not a folder.`)
  return real
}

async function checkWritable(text: string, folder: string): Promise<void> {
  try {
    await access(toPathBytes(folder), constants.W_OK | constants.X_OK)
  } catch {
    throw wrongUsage(`--csv ${text}: the folder ${folder} may not be written to; choose another one.`)
  }
}

/** A file that may not be written to is not replaced either, though its folder would allow that. */
async function checkFileWritable(text: string, file: PathText): Promise<void> {
  try {
    await access(toPathBytes(file), constants.W_OK)
  } catch {
    throw wrongUsage(`--csv ${text}: this file may not be written to; choose another name.`)
  }
}

/**
 * Refuses a CSV file that would take the place of one of the inputs.
 *
 * @param inputs paths of files that are read
 */
export async function refuseInputAsTarget(target: CsvTarget, inputs: readonly PathText[]): Promise<void> {
  if (target.kind !== 'file') return
  for (const input of inputs) {
    if ((await realPathOrNull(input)) === target.path) {
      throw wrongUsage(
        `--csv ${target.path}: this file is an input and would be replaced; choose another name.`,
      )
    }
  }
}
