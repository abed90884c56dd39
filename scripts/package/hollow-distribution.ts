import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What electron-builder looks for in a distribution of Electron on each system. */
const files = {
  linux: ['electron', 'version', 'LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak'],
  win32: ['electron.exe', 'version', 'LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak'],
} as const

/** Systems whose packages can be listed here; that of macOS needs the tools of macOS. */
export type ListedSystem = keyof typeof files

/**
 * Makes the outline of a distribution of Electron: names without content. Around it electron-builder packs
 * the application's own files as it would around a real one.
 */
export async function makeHollowDistribution(folder: string, system: ListedSystem): Promise<void> {
  for (const name of files[system]) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, `${name}\n`)
    await chmod(path, 0o755)
  }
  await mkdir(join(folder, 'resources'), { recursive: true })
}
