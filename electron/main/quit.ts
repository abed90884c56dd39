import { app } from 'electron/main'
import type { EngineProcess } from './engine-process.ts'

/** Lets the application end only after the engine has: asked first, killed when it does not. */
export function closeEngineOnQuit(engine: EngineProcess): void {
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void engine.close().then(() => {
      closed = true
      app.quit()
    })
  })
}

/** Quits with the last window, except on macOS, where an application outlives its windows. */
export function quitWithLastWindow(openWindow: () => void): void {
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('activate', openWindow)
}
