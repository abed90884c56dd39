import { fileURLToPath } from 'node:url'
import { defineConfig } from 'electron-vite'
import rendererConfig from './renderer/vite.config.ts'

function fromRoot(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}

// Threads and the engine's process are named inputs, so that each has a stable file name beside the
// others in out/main and can be started by its URL.
export default defineConfig({
  main: {
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
  renderer: rendererConfig,
})
