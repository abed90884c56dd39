import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from './run-program.ts'
import { projectFolder } from './project-folder.ts'

/** What the built files are made from. */
const sources = [
  'shared',
  'electron',
  'renderer',
  'resources',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
] as const

/** Holds the digest of the sources that `out/` was made from. */
const stampFile = join(projectFolder, 'out', 'build-stamp')

/**
 * Builds the desktop app and the interface into `out/`, unless that was made from the very sources that
 * are there now.
 *
 * @throws Error with the build's last words
 */
export async function ensureBuilt(tell: (line: string) => void): Promise<void> {
  const digest = digestOfSources(projectFolder)
  if (readStamp() === digest) return
  tell('Building the interface. This takes a moment after each change of the sources.')
  rmSync(stampFile, { force: true })
  const build = await runProgram(process.execPath, [
    join(projectFolder, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
    'build',
  ])
  if (build.exitCode !== 0) throw new Error(`The build failed.\n${build.output.trimEnd()}`)
  writeFileSync(stampFile, digest)
}

function readStamp(): string | null {
  try {
    return readFileSync(stampFile, 'utf8')
  } catch {
    // It was never built, or the build did not come to its end.
    return null
  }
}

/** A digest of the names and contents of all that is built from. Tests are not. */
export function digestOfSources(folder: string): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of filesBelow(folder, source)) {
      const content = readFileSync(join(folder, file))
      hash.update(`${file}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

function filesBelow(folder: string, path: string): string[] {
  let entries
  try {
    entries = readdirSync(join(folder, path), { withFileTypes: true })
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    if (error.code === 'ENOENT') return []
    if (error.code === 'ENOTDIR') return [path]
    throw error
  }
  return entries
    .filter((entry) => !isNotBuiltFrom(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const below = `${path}/${entry.name}`
      if (entry.isDirectory()) return filesBelow(folder, below)
      return entry.isFile() ? [below] : []
    })
}

/** Tests, and what the build itself writes among the sources. */
function isNotBuiltFrom(name: string): boolean {
  return /\.(?:test|spec)\.ts$|^(?:auto-imports|components)\.d\.ts$|^node_modules$|^\./u.test(name)
}
