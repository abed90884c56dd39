import type { Plugin } from 'vite'

/** The file in which the build says which packages are in a part of it. */
export const bundledPackagesFile = 'bundled-packages.json'

/**
 * The package that a module belongs to, as the folder below the outermost `node_modules`, such as
 * `@scope/name` or `one/node_modules/two`; null for a module of this project.
 */
export function packageFolderOf(module: string): string | null {
  const match = /(?:^|\/)node_modules\/(.+)$/.exec(module.replaceAll('\\', '/').replace(/^\0/, ''))
  if (match?.[1] === undefined) return null
  const folder = /^(?:(?:@[^/]+\/)?[^/]+\/node_modules\/)*(?:@[^/]+\/)?[^/]+/.exec(match[1])?.[0]
  return folder ?? null
}

/** Has the build write down which packages it took something from: their licences go with the product. */
export function listBundledPackages(part: string): Plugin {
  return {
    name: `list-bundled-packages-${part}`,
    generateBundle(_, bundle) {
      const folders = new Set<string>()
      // A style sheet or a font is no part of a chunk, but a module or the origin of an asset.
      const assets = Object.values(bundle).flatMap((output) =>
        output.type === 'asset' ? output.originalFileNames : [],
      )
      for (const module of [...this.getModuleIds(), ...assets]) {
        const folder = packageFolderOf(module)
        if (folder !== null) folders.add(folder)
      }
      const source = `${JSON.stringify([...folders].sort(), null, 2)}\n`
      this.emitFile({ type: 'asset', fileName: bundledPackagesFile, source })
    },
  }
}
