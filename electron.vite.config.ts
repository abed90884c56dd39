import { fileURLToPath } from 'node:url'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { listBundledPackages } from './scripts/package/bundled-packages.ts'
import rendererConfig from './renderer/vite.config.ts'

function fromRoot(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}

/**
 * `open` declares a `__dirname` of its own, and so does the build for every file that mentions one: a file in
 * which both stand cannot be loaded.
 */
function ownFolderOfOpen(): Plugin {
  return {
    name: 'own-folder-of-open',
    enforce: 'pre',
    transform: {
      filter: { id: /node_modules\/open\/index\.js$/ },
      handler: (code) => ({ code: code.replaceAll('__dirname', 'folderOfOpen'), map: null }),
    },
  }
}

// Threads and the engine's process are named inputs, so that each has a stable file name beside the
// others in out/main and can be started by its URL.
export default defineConfig({
  main: {
    plugins: [ownFolderOfOpen(), listBundledPackages('main')],
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          index: fromRoot('electron/main/index.ts'),
          'engine-host': fromRoot('electron/hosts/utility-process.ts'),
          'command-line': fromRoot('electron/hosts/command-line-process.ts'),
          'worker-process': fromRoot('electron/hosts/worker-process.ts'),
          'engine-worker': fromRoot('electron/engine/worker.ts'),
          'store-thread': fromRoot('electron/engine/store/store-thread.ts'),
          'enumerator-thread': fromRoot('electron/engine/inputs/enumerator-thread.ts'),
        },
      },
    },
  },
  preload: {
    plugins: [listBundledPackages('preload')],
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: fromRoot('electron/preload/index.ts') },
        // A sandboxed preload script cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: { ...rendererConfig, plugins: [rendererConfig.plugins, listBundledPackages('renderer')] },
})
