import { readdir, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { build, Platform, Arch } from 'electron-builder'
import { z } from 'zod'
import { projectFolder } from '../project-folder.ts'
import { makeHollowDistribution, type ListedSystem } from './hollow-distribution.ts'

/** One file of a package. */
export interface PackedFile {
  /** Its place below the application's folder, with `/`. */
  readonly path: string
  readonly bytes: number
}

const builderRequire = createRequire(createRequire(import.meta.url).resolve('electron-builder'))
const readerSchema = z.object({ getConfig: z.function() })

/**
 * The application's own files as electron-builder would pack them, without Electron's. They are made by
 * electron-builder itself, around the outline of a distribution; no archive is written and nothing is fetched.
 *
 * @param workFolder an empty folder for it to work in
 */
export async function packedFiles(
  system: ListedSystem,
  arch: 'x64' | 'arm64',
  workFolder: string,
): Promise<PackedFile[]> {
  const distribution = join(workFolder, 'electron')
  const output = join(workFolder, 'dist')
  await makeHollowDistribution(distribution, system)
  const platform = system === 'linux' ? Platform.LINUX : Platform.WINDOWS
  const own = await ownConfiguration()
  await build({
    projectDir: projectFolder,
    targets: platform.createTarget('dir', arch === 'x64' ? Arch.x64 : Arch.arm64),
    publish: 'never',
    config: {
      ...own,
      electronDist: distribution,
      directories: { output, buildResources: 'resources' },
      // These change the program itself, of which there is but an outline.
      electronFuses: null,
      asar: false,
      win: { ...own.win, signAndEditExecutable: false },
    },
  })
  const unpacked = (await readdir(output)).find((name) => name.endsWith('unpacked')) ?? ''
  const files = await listFiles(join(output, unpacked, 'resources', 'app'))
  await rm(output, { recursive: true, force: true })
  return files
}

const configurationSchema = z.looseObject({ win: z.looseObject({}) })

async function ownConfiguration() {
  const reader = readerSchema.parse(builderRequire('app-builder-lib/out/util/config/config'))
  const config: unknown = await Reflect.apply(reader.getConfig, undefined, [
    projectFolder,
    'electron-builder.yml',
    null,
  ])
  return configurationSchema.parse(config)
}

async function listFiles(folder: string): Promise<PackedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files: PackedFile[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    files.push({ path: relative(folder, path).replaceAll('\\', '/'), bytes: (await stat(path)).size })
  }
  return files.sort((one, other) => (one.path < other.path ? -1 : 1))
}
