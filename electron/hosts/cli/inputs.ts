import { createWriteStream } from 'node:fs'
import { access, constants, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import nodePath, { join, resolve, type PlatformPath } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { escapeGlob } from '../../engine/inputs/glob.ts'
import { toPathBytes } from '../../engine/path-bytes.ts'
import type { InputSource } from '../../../shared/model/job.ts'
import { couldNotStart } from './failure.ts'
import type { Client } from './local-engine.ts'

/** The inputs as they were typed. */
export interface TypedInputs {
  /** Files, folders and glob patterns. */
  readonly texts: readonly string[]
  /** A file that lists paths, or `-` for standard input. */
  readonly list: string | null
  readonly listSeparator: 'newline' | 'nul'
}

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

/** What each typed text stands for. A name that exists as it stands is that file, not a pattern. */
export async function resolveInputs(
  client: Client,
  texts: readonly string[],
  workingFolder: string,
): Promise<InputSource[]> {
  const sources: InputSource[] = []
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

/** A list of paths as a file, and the way to remove it if it was only made for this run. */
export interface PathList {
  readonly source: InputSource
  remove(): Promise<void>
}

/**
 * The list of paths that was asked for. What comes from standard input is kept in a temporary file, so that
 * a list of any length takes no memory and can be read as slowly as the run needs it.
 *
 * @throws CommandFailure could not start: the file cannot be read
 */
export async function openPathList(
  inputs: TypedInputs,
  workingFolder: string,
  stdin: Readable,
  signal: AbortSignal,
): Promise<PathList | null> {
  if (inputs.list === null) return null
  const rest = { kind: 'list', separator: inputs.listSeparator, base: workingFolder } as const
  if (inputs.list !== '-') {
    const path = resolve(workingFolder, inputs.list)
    await checkList(inputs.list, path)
    return { source: { ...rest, path }, remove: () => Promise.resolve() }
  }
  const folder = await mkdtemp(join(tmpdir(), 'batchyard-'))
  const path = join(folder, 'input-list')
  try {
    await pipeline(stdin, createWriteStream(path, { mode: 0o600 }), { signal })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    if (signal.aborted) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw couldNotStart(`the list of paths could not be read from standard input: ${reason}.`, error)
  }
  return {
    source: { ...rest, path },
    async remove() {
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function checkList(text: string, path: string): Promise<void> {
  try {
    await access(toPathBytes(path), constants.R_OK)
    if (!(await stat(toPathBytes(path))).isDirectory()) return
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw couldNotStart(
      missing
        ? `--input-list ${text}: this file does not exist.`
        : `--input-list ${text}: this file may not be read by this user.`,
      error,
    )
  }
  throw couldNotStart(`--input-list ${text}: this is a folder; a file that lists paths is needed.`)
}
