import { createRequire } from 'node:module'
import { readFile, stat } from 'node:fs/promises'
import { matchesGlob } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = fileURLToPath(new URL('../..', import.meta.url))

// electron-builder's own reader and its own check of the form, which come as untyped CommonJS.
const builderRequire = createRequire(createRequire(import.meta.url).resolve('electron-builder'))
const readerSchema = z.object({ getConfig: z.function(), validateConfiguration: z.function() })
const configurationSchema = z.looseObject({
  electronVersion: z.string(),
  files: z.array(z.unknown()),
  electronFuses: z.record(z.string(), z.boolean()),
  linux: z.looseObject({ files: z.array(z.string()) }),
  mac: z.looseObject({ files: z.array(z.string()), icon: z.string() }),
  win: z.looseObject({ files: z.array(z.string()), icon: z.string() }),
})
const packageSchema = z.object({ devDependencies: z.record(z.string(), z.string()) })

async function configuration() {
  const reader = readerSchema.parse(builderRequire('app-builder-lib/out/util/config/config'))
  const config: unknown = await Reflect.apply(reader.getConfig, undefined, [
    root,
    'electron-builder.yml',
    null,
  ])
  const log = { add: () => undefined, isEnabled: false }
  await Reflect.apply(reader.validateConfiguration, undefined, [config, log])
  return configurationSchema.parse(config)
}

describe('electron-builder.yml', () => {
  it('has the form that electron-builder asks for', async () => {
    await expect(configuration()).resolves.toBeDefined()
  })

  it('packages the version of Electron that the project is checked against', async () => {
    const { devDependencies } = packageSchema.parse(
      JSON.parse(await readFile(`${root}/package.json`, 'utf8')),
    )
    expect((await configuration()).electronVersion).toBe(devDependencies['electron'])
  })

  it('turns off every fuse that would make a plain Node of the package', async () => {
    expect((await configuration()).electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      grantFileProtocolExtraPrivileges: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
    })
  })

  it.each([
    ['linux', 'linux-x64.node', 'linux-arm64.node'],
    ['mac', 'darwin-x64.node', 'darwin-arm64.node'],
    ['win', 'win32-x64.node', 'win32-arm64.node'],
  ] as const)('ships for %s the database of that system and of no other', async (system, ...own) => {
    const all = ['darwin', 'linux', 'linuxmusl', 'win32'].flatMap((name) => [
      `${name}-x64.node`,
      `${name}-arm64.node`,
    ])
    const { files } = (await configuration())[system]
    const shipped = all.filter(
      (name) =>
        !files.some((pattern) =>
          matchesGlob(`node_modules/better-sqlite3/prebuilds/${name}`, pattern.replace(/^!/, '')),
        ),
    )
    expect(shipped.sort()).toEqual([...own].sort())
  })

  it('names icons that exist', async () => {
    const { mac, win } = await configuration()
    for (const icon of [mac.icon, win.icon, 'resources/icons/512x512.png', 'resources/icons/16x16.png']) {
      expect((await stat(`${root}/${icon}`)).size).toBeGreaterThan(0)
    }
  })
})
