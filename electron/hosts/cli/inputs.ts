import { access, constants, stat } from 'node:fs/promises'
import nodePath, { resolve, type PlatformPath } from 'node:path'
import type { Readable } from 'node:stream'
import { escapeGlob } from '../../engine/inputs/glob.ts'
import { toPathBytes } from '../../engine/path-bytes.ts'
import type { InputSource } from '../../../shared/model/job.ts'
import type { NumberRange } from '../../../shared/model/number-range.ts'
import { couldNotStart } from './failure.ts'
import { keepList } from './kept-lists.ts'
import type { Client } from './local-engine.ts'

/** The inputs as they were typed. */
export interface TypedInputs {
  /** Files, folders and glob patterns. */
  readonly texts: readonly string[]
  readonly list: TypedList | null
  readonly ranges: readonly NumberRange[]
}

/** A list of paths as it was typed: `file` is `-` for standard input. */
export type TypedList =
  | ({ readonly file: string } & Pick<ListSource, 'kind' | 'separator'>)
  | ({ readonly file: string } & Omit<CsvSource, 'path' | 'base'>)

type ListSource = Extract<InputSource, { kind: 'list' }>
type CsvSource = Extract<InputSource, { kind: 'csv' }>

/**
 * Turns a typed path or pattern into an absolute one. A pattern keeps its meaning when the working folder's
 * own name has characters that patterns give a meaning to.
 */
export function absoluteInput(
  text: string,
  workingFolder: string,
  platformPath: PlatformPath = nodePath,
): { path: string; pattern: string } {
  const path = platformPath.resolve(workingFolder, text)
  if (platformPath.isAbsolute(text) || platformPath.sep !== '/') return { path, pattern: path }
  // `..` leads out of the working folder, which only resolving can say.
  if (text.split('/').includes('..')) return { path, pattern: path }
  const escaped = escapeGlob(workingFolder, { path: platformPath, ignoreCase: false })
  return { path, pattern: `${escaped === '/' ? '' : escaped}/${text.replace(/^(?:\.\/)+/u, '')}` }
}

/** What each input stands for. A name that exists as it stands is that file, not a pattern. */
export async function resolveInputs(
  client: Client,
  { texts, ranges }: TypedInputs,
  workingFolder: string,
): Promise<InputSource[]> {
  const sources: InputSource[] = ranges.map((range) => ({ kind: 'range', range }))
  for (const text of texts) {
    const { path, pattern } = absoluteInput(text, workingFolder)
    let inspection = await client.inputs.inspect({ text: path })
    if (inspection.kind === 'missing' && (text === '~' || text.startsWith('~/'))) {
      // `--input=~/photos` reaches us as it stands: shells replace `~` only at the start of a word.
      inspection = await client.inputs.inspect({ text })
    }
    if (inspection.kind === 'glob') {
      sources.push({ kind: 'glob', pattern: text.startsWith('~') ? inspection.pattern : pattern })
    } else {
      sources.push({ kind: 'path', path: inspection.path })
    }
  }
  return sources
}

/** A list of paths as a file. */
export interface PathList {
  readonly source: ListSource | CsvSource
  /** Whether the file was made for this command, from what came through standard input. */
  readonly isKept: boolean
}

/**
 * The list of paths that was asked for. What comes from standard input is kept in a file below the data
 * folder, so that a list of any length takes no memory, can be read as slowly as the run needs it, and is
 * still there when the run is resumed.
 *
 * @throws CommandFailure could not start: the file cannot be read, or standard input cannot be kept
 */
export async function openPathList(
  inputs: TypedInputs,
  workingFolder: string,
  stdin: Readable,
  options: { readonly dataDirectory: string; readonly signal: AbortSignal },
): Promise<PathList | null> {
  if (inputs.list === null) return null
  const { file, ...rest } = inputs.list
  if (file === '-') {
    const path = await keepList(stdin, options.dataDirectory, options.signal)
    return { source: { ...rest, path, base: workingFolder }, isKept: true }
  }
  const path = resolve(workingFolder, file)
  await checkList(`${rest.kind === 'csv' ? '--csv-list' : '--input-list'} ${file}`, path)
  return { source: { ...rest, path, base: workingFolder }, isKept: false }
}

async function checkList(what: string, path: string): Promise<void> {
  try {
    await access(toPathBytes(path), constants.R_OK)
    if (!(await stat(toPathBytes(path))).isDirectory()) return
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw couldNotStart(
      missing ? `${what}: this file does not exist.` : `${what}: this file may not be read by this user.`,
      error,
    )
  }
  throw couldNotStart(`${what}: this is a folder; a file that lists paths is needed.`)
}
