import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Whether Electron itself can be run on this machine, and if not, why not, in a sentence for the report. */
export type ElectronRuntime =
  | {
      readonly found: true
      readonly executable: string
      /** The folder that it is in: a whole distribution. */
      readonly distribution: string
    }
  | { readonly found: false; readonly reason: string }

/**
 * Looks for an Electron distribution: where `ELECTRON_OVERRIDE_DIST_PATH` says, else where Electron's own
 * `install-electron` puts it. Nothing is downloaded.
 */
export function findElectronRuntime(environment: NodeJS.ProcessEnv = process.env): ElectronRuntime {
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH']
  const folder =
    override === undefined || override === ''
      ? fileURLToPath(new URL('../../node_modules/electron/dist', import.meta.url))
      : override
  const executable = join(folder, executableName(process.platform))
  if (existsSync(executable)) return { found: true, executable, distribution: folder }
  const hint =
    override === undefined || override === ''
      ? 'install it with `npx install-electron`, or set ELECTRON_OVERRIDE_DIST_PATH'
      : 'ELECTRON_OVERRIDE_DIST_PATH names that folder'
  return { found: false, reason: `there is no Electron runtime at ${executable} (${hint})` }
}

function executableName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}
