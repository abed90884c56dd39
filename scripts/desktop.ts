import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from './run-program.ts'
import { projectFolder } from './project-folder.ts'

/** How long the download of Electron's runtime may take, in milliseconds. */
const installTimeLimit = 5 * 60_000

/** Whether the desktop app can run here, and if not, why, in one sentence. */
export type Desktop =
  | { readonly available: true; readonly program: string }
  | { readonly available: false; readonly reason: string }

const electronFolder = join(projectFolder, 'node_modules', 'electron')

/**
 * Finds Electron's runtime, and has Electron's own installer fetch it if it is not there yet. Where no
 * window could be shown anyway, nothing is fetched.
 */
export async function findDesktop(
  environment: NodeJS.ProcessEnv,
  tell: (line: string) => void,
): Promise<Desktop> {
  const obstacle = desktopObstacle(environment, process.platform, process.getuid?.() ?? null)
  if (obstacle !== null) return { available: false, reason: obstacle }
  const installed = installedRuntime(environment)
  if (installed !== null) return { available: true, program: installed }

  tell("Installing Electron's runtime (about 120 MB, once).")
  const install = await runProgram(process.execPath, [join(electronFolder, 'install.js')], {
    timeLimit: installTimeLimit,
  })
  const program = installedRuntime(environment)
  if (program !== null) return { available: true, program }
  return { available: false, reason: `Electron's runtime could not be installed (${whyNot(install)}).` }
}

/** Why no window can be shown, or null where one can. */
export function desktopObstacle(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  userId: number | null,
): string | null {
  if (platform === 'win32' || platform === 'darwin') return null
  if ((environment['DISPLAY'] ?? '') === '' && (environment['WAYLAND_DISPLAY'] ?? '') === '') {
    return 'There is no display for the desktop app.'
  }
  if (userId === 0) return 'The desktop app does not run as root, since its sandbox needs an ordinary user.'
  return null
}

/** The program of an installed runtime, or null. */
function installedRuntime(environment: NodeJS.ProcessEnv): string | null {
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH']
  const names: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  }
  const name = names[process.platform] ?? 'electron'
  if (override !== undefined && override !== '') {
    const program = join(override, name)
    return existsSync(program) ? program : null
  }
  const program = join(electronFolder, 'dist', name)
  return existsSync(program) && isWholeRuntime() ? program : null
}

/** Electron's installer writes this file last: an interrupted installation lacks it. */
function isWholeRuntime(): boolean {
  try {
    return readFileSync(join(electronFolder, 'path.txt'), 'utf8') !== ''
  } catch {
    // Not installed, or not to the end.
    return false
  }
}

function whyNot(install: { readonly timedOut: boolean; readonly output: string }): string {
  if (install.timedOut) return `it took longer than ${installTimeLimit / 60_000} minutes`
  return summarise(install.output)
}

/** The one line of an installer's output that says what went wrong. */
export function summarise(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '))
  const telling =
    lines.find((line) => /error|fail|refused|timed? ?out|not found/iu.test(line)) ?? lines.at(-1)
  if (telling === undefined) return 'its installer said nothing'
  const plain = telling.replace(/^(?:\w*Error: )+/u, '').replace(/[.:{\s]+$/u, '')
  return plain.length > 160 ? `${plain.slice(0, 159)}…` : plain
}
