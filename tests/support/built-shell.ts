import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Freshly built bundles of the main process, the engine and the preload script. */
export interface BuiltShell extends AsyncDisposable {
  /** Holds `index.js`, `engine-host.js` and the threads. */
  readonly main: string
  /** Holds `index.cjs`. */
  readonly preload: string
}

/**
 * Builds the shell into a folder of its own, so that a test never sees what an earlier build left. The
 * folder is inside `node_modules`, from where the bundles find better-sqlite3 as in a real installation.
 */
export async function builtShell(): Promise<BuiltShell> {
  const cache = fileURLToPath(new URL('../../node_modules/.cache/built-shell', import.meta.url))
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'build-'))
  await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('build-shell.ts', import.meta.url)),
    folder,
  ])
  return {
    main: join(folder, 'main'),
    preload: join(folder, 'preload'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
