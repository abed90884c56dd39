import { readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { init } from 'license-checker-rseidelsohn'
import { z } from 'zod'
import { projectFolder } from '../project-folder.ts'
import { bundledPackagesFile } from './bundled-packages.ts'

const noticesName = 'THIRD-PARTY-NOTICES.txt'

/** The notices go with the built files, which they are about: for the menu, and for the page that shows them. */
const noticesFiles = [
  join(projectFolder, 'out', noticesName),
  join(projectFolder, 'out', 'renderer', noticesName),
]

/** A package that is shipped, whole or in parts. */
export interface ShippedPackage {
  /** Name and version, as `name@1.2.3`. */
  readonly name: string
  readonly licence: string
  readonly text: string
}

/** What the build takes its drawings from without importing a module of it. */
const copied = ['@iconify-json/lucide'] as const

const packagesSchema = z.record(
  z.string(),
  z.looseObject({
    licenses: z.union([z.string(), z.array(z.string())]).optional(),
    path: z.string(),
    licenseFile: z.string().optional(),
  }),
)

/**
 * What is shipped: the packages under `dependencies` with all that they need, and those of which the build
 * took something.
 *
 * @throws Error a licence is missing, or the product was not built
 */
export async function shippedPackages(): Promise<ShippedPackage[]> {
  const bundled = new Set([...(await bundledFolders()), ...copied])
  const production = await installed(true)
  const all = await installed(false)
  const shipped: ShippedPackage[] = []
  for (const [name, { licenses, path, licenseFile }] of Object.entries(all)) {
    const folder = relative(join(projectFolder, 'node_modules'), path).replaceAll('\\', '/')
    if (!(name in production) && !bundled.has(folder)) continue
    if (relative(projectFolder, path) === '') continue
    if (licenses === undefined) throw new Error(`${name} is shipped and names no licence.`)
    const licence = Array.isArray(licenses) ? licenses.join(' OR ') : licenses
    shipped.push({ name, licence, text: await licenceText(licenseFile) })
  }
  return shipped.sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Writes the notices; answers how many packages are in them. */
export async function writeNotices(): Promise<number> {
  const packages = await shippedPackages()
  const head = `Batchyard contains the following software of others, under the licences given.
Electron and Chromium have theirs in LICENSE.electron.txt and LICENSES.chromium.html.\n`
  const entries = packages.map(
    ({ name, licence, text }) => `${'-'.repeat(80)}\n${name}\nLicence: ${licence}\n\n${text.trim()}\n`,
  )
  for (const file of noticesFiles) await writeFile(file, [head, ...entries].join('\n'))
  return packages.length
}

async function bundledFolders(): Promise<string[]> {
  const parts = await Promise.all(
    ['main', 'preload', 'renderer'].map(async (part) => {
      const text = await readFile(join(projectFolder, 'out', part, bundledPackagesFile), 'utf8')
      return z.array(z.string()).parse(JSON.parse(text))
    }),
  )
  return parts.flat()
}

async function installed(production: boolean): Promise<z.infer<typeof packagesSchema>> {
  return await new Promise((resolve, reject) => {
    init({ start: projectFolder, production }, (error, packages) => {
      if (error instanceof Error) reject(error)
      else resolve(packagesSchema.parse(packages))
    })
  })
}

/** Where there is no file of it, the name of the licence has to do. */
async function licenceText(file: string | undefined): Promise<string> {
  return file === undefined || /readme/i.test(file) ? '' : await readFile(file, 'utf8')
}
