import type { EngineThreads } from '../engine/engine.ts'

/**
 * The folder of the presets that come with the product, as seen from a host's own entry file: that is two folders
 * below the root, whether it was built or runs from source.
 *
 * @param entryUrl the host's `import.meta.url`
 */
export function builtInPresetsFolder(entryUrl: string): URL {
  return new URL('../../resources/presets/', entryUrl)
}

/**
 * Where the engine's threads start, as seen from a host's own entry file: beside it under their built
 * names when the host was built, in their source folders when it runs from source.
 *
 * @param entryUrl the host's `import.meta.url`
 */
export function threadUrls(entryUrl: string): EngineThreads {
  if (entryUrl.endsWith('.ts')) {
    return {
      worker: new URL('../engine/worker.ts', entryUrl),
      store: new URL('../engine/store/store-thread.ts', entryUrl),
      enumerator: new URL('../engine/inputs/enumerator-thread.ts', entryUrl),
    }
  }
  return {
    worker: new URL('./engine-worker.js', entryUrl),
    store: new URL('./store-thread.js', entryUrl),
    enumerator: new URL('./enumerator-thread.js', entryUrl),
  }
}
