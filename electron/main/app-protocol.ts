import { join } from 'node:path'
import { protocol } from 'electron/main'
import { createAppResponder } from './app-files.ts'

/**
 * Declares `app://` to Chromium. Before ready, and only once.
 *
 * Electron security checklist 18: the page comes from a scheme of its own instead of `file://`, and so has
 * an origin, a Content-Security-Policy and no access to other files.
 */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built interface under `app://batchyard`. After ready. Checklist 7: with a strict policy. */
export function serveInterface(): void {
  protocol.handle('app', createAppResponder(join(import.meta.dirname, '../renderer')))
}
