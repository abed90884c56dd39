import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { readdir, readFile, stat } from 'node:fs/promises'
import { matchesGlob } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ensureBuilt } from '../../scripts/build.ts'
import { shippedPackages } from '../../scripts/package/notices.ts'
import { packedFiles, type PackedFile } from '../../scripts/package/packed-files.ts'
import { desktopEnvironment } from '../support/desktop-environment.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

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

const { platform } = process
const arch = process.arch === 'arm64' ? 'arm64' : 'x64'

// What would be packed, as electron-builder itself gathers it around the outline of a distribution. On macOS
// it would sign as well, which needs what only a release has.
describe.runIf(platform === 'linux' || platform === 'win32')('what is packed', () => {
  /** More than this would be a surprise: libvips and its binding alone are about 20 MB (bytes). */
  const largestSize = 60_000_000
  let files: readonly PackedFile[] = []

  beforeAll(async () => {
    await ensureBuilt(() => undefined)
    await using folder = await temporaryFolder()
    files = await packedFiles(platform === 'win32' ? 'win32' : 'linux', arch, folder.path)
  }, 600_000)

  function paths(): string[] {
    return files.map((file) => file.path)
  }

  it('is the built product, its resources, and the packages under `dependencies`', () => {
    const places = new Set(paths().map((path) => path.split('/')[0]))
    expect([...places].sort()).toEqual(['node_modules', 'out', 'package.json', 'resources'])
    for (const name of ['index', 'engine-host', 'engine-worker', 'worker-process', 'command-line']) {
      expect(paths()).toContain(`out/main/${name}.js`)
    }
    expect(paths()).toEqual(
      expect.arrayContaining([
        'out/preload/index.cjs',
        'out/renderer/index.html',
        'resources/icons/32x32.png',
      ]),
    )
  })

  it('has no sources, tests, maps or tools', () => {
    const strays = paths().filter(
      (path) =>
        /^(?:electron|shared|renderer|tests|scripts|docs|bench)\//.test(path) ||
        /\.(?:map|test\.[jt]s)$/.test(path) ||
        /^node_modules\/(?:electron|vite|typescript|vitest|playwright)\//.test(path),
    )
    expect(strays).toEqual([])
  })

  it('has the native modules of this system and of no other', () => {
    const native = paths().filter((path) => /\.(?:node|dll|dylib|exe)$|\.so(?:\.|$)|macos-trash$/.test(path))
    const ours = platform === 'win32' ? /win32|windows/ : /linux-|linux\//
    expect(native.filter((path) => !ours.test(path))).toEqual([])
    expect(native).toContain(`node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`)
    expect(native.some((path) => path.includes(`@img/sharp-${platform}-${arch}/`))).toBe(true)
  })

  it('is of a size that is watched', () => {
    const size = files.reduce((sum, file) => sum + file.bytes, 0)
    expect(size).toBeGreaterThan(10_000_000)
    expect(size).toBeLessThan(largestSize)
  })

  it('has notices for every package that is shipped', async () => {
    const named = new Set((await shippedPackages()).map(({ name }) => name.replace(/@[^@]+$/, '')))
    const packages = new Set(
      paths().flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
    )
    expect([...packages].filter((name) => !named.has(name))).toEqual([])
    // Bundled ones, of each part.
    expect([...named]).toEqual(expect.arrayContaining(['vue', 'zod', '@orpc/server', 'electron-updater']))
  }, 300_000)
})

// Where `npm run package:dir` has made a folder, it is started.
const packed = (await readdir(`${root}/dist`).catch(() => [])).find((name) => name === 'linux-unpacked')

describe.runIf(packed !== undefined)('the packaged folder', () => {
  it('answers as the command line, and so starts', async () => {
    await using folder = await temporaryFolder()
    const program = `${root}/dist/linux-unpacked/batchyard`
    const child = spawn(program, ['--version'], { env: desktopEnvironment(folder.path), stdio: 'pipe' })
    let output = ''
    child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()))
    await once(child, 'close')
    expect(output.trim()).toMatch(/^\d+\.\d+\.\d+$/)
    expect(child.exitCode).toBe(0)
  })
})
