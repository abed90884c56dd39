import { app } from 'electron/main'
import { logError } from './log.ts'
import { isOwnPage } from './own-page.ts'

/**
 * Keeps every page where it is: no navigation away, no new window, no `<webview>`. Loading the own page
 * again is allowed, in the window's main frame only.
 *
 * Electron security checklist 12, 13 and 14.
 */
export function denyNavigation(): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-frame-navigate', (details) => {
      if (details.isMainFrame && isOwnPage(details.url)) return
      details.preventDefault()
      logError(`A navigation to ${details.url} was refused.`)
    })
    contents.on('will-redirect', (details) => {
      details.preventDefault()
      logError(`A redirection to ${details.url} was refused.`)
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      logError(`A new window for ${url} was refused.`)
      return { action: 'deny' }
    })
  })
}
