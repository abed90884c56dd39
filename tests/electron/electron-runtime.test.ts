import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findElectronRuntime } from '../support/electron-runtime.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('findElectronRuntime', () => {
  it('says what it looked for where there is none', async () => {
    await using folder = await temporaryFolder()
    const runtime = findElectronRuntime({ ELECTRON_OVERRIDE_DIST_PATH: folder.path })
    expect(runtime.found).toBe(false)
    expect(runtime.found ? '' : runtime.reason).toContain(folder.path)
    expect(runtime.found ? '' : runtime.reason).toContain('ELECTRON_OVERRIDE_DIST_PATH')
  })

  it('finds one where the environment says', async () => {
    await using folder = await temporaryFolder()
    const names = new Map<string, string>([
      ['darwin', 'Electron.app/Contents/MacOS/Electron'],
      ['win32', 'electron.exe'],
    ])
    const executable = folder.at(names.get(process.platform) ?? 'electron')
    await mkdir(dirname(executable), { recursive: true })
    await writeFile(executable, '')
    expect(findElectronRuntime({ ELECTRON_OVERRIDE_DIST_PATH: folder.path })).toEqual({
      found: true,
      executable,
      distribution: folder.path,
    })
  })

  it('looks into the installed package otherwise', () => {
    const runtime = findElectronRuntime({})
    expect(runtime.found ? runtime.executable : runtime.reason).toContain('electron')
  })
})
