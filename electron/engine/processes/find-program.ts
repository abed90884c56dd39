import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join, sep } from 'node:path'

/** Where programs are looked for that have no folder in their name, if the environment does not say. */
const usualPath = process.platform === 'win32' ? '' : '/usr/bin:/bin'

/** What was found under the name of a program. */
export type FoundProgram =
  | { readonly kind: 'found'; readonly path: string }
  /** `path`: something that is there under that name but may not be run, such as a folder. */
  | { readonly kind: 'not-executable'; readonly path: string }
  | { readonly kind: 'missing' }

/** Looks for a program as the system does when it is to be run: by its path, or in the folders of PATH. */
export async function findProgram(
  name: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<FoundProgram> {
  let refused: string | null = null
  for (const path of placesOf(name, environment)) {
    const is = await look(path)
    if (is === 'executable') return { kind: 'found', path }
    if (is === 'other') refused ??= path
  }
  return refused === null ? { kind: 'missing' } : { kind: 'not-executable', path: refused }
}

function placesOf(name: string, environment: NodeJS.ProcessEnv): string[] {
  const isPath = isAbsolute(name) || name.includes('/') || name.includes(sep)
  const folders = isPath ? [''] : (environment['PATH'] ?? usualPath).split(delimiter)
  return folders.flatMap((folder) =>
    // An empty entry is the working folder.
    endingsOf(name, environment).map((ending) => (isPath ? name : join(folder || '.', name)) + ending),
  )
}

/** On Windows a program may be named without its ending. */
function endingsOf(name: string, environment: NodeJS.ProcessEnv): string[] {
  if (process.platform !== 'win32') return ['']
  const endings = (environment['PATHEXT'] ?? '.COM;.EXE').split(';').filter((ending) => ending !== '')
  return endings.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase())) ? [''] : endings
}

async function look(path: string): Promise<'executable' | 'other' | 'nothing'> {
  try {
    const isFile = (await stat(path)).isFile()
    if (!isFile) return 'other'
    await access(path, constants.X_OK)
    return 'executable'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return code === 'EACCES' || code === 'EPERM' ? 'other' : 'nothing'
  }
}
