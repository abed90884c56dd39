import { app, BrowserWindow, dialog, powerMonitor } from 'electron/main'
import type { Activity } from './activity.ts'
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

/** Asks before a run is interrupted by quitting, and offers to let it go on without a window. */
export function askBeforeQuit(activity: Activity): void {
  let mayQuit = false
  let isAsking = false
  function quitUnasked(): void {
    mayQuit = true
    app.quit()
  }

  app.on('before-quit', (event) => {
    if (mayQuit || !activity.isBusy) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    void ask().then((answer) => {
      isAsking = false
      if (answer === 'quit') quitUnasked()
      else if (answer === 'go-on') for (const window of BrowserWindow.getAllWindows()) window.close()
    })
  })
  // Nobody is there to be asked when the machine or a service manager ends everything.
  powerMonitor.on('shutdown', (...parameters: unknown[]) => {
    delay(parameters[0])
    quitUnasked()
  })
  app.on('browser-window-created', (_, window) => {
    window.on('session-end', quitUnasked)
  })
  process.on('SIGTERM', quitUnasked)
  process.on('SIGINT', quitUnasked)
}

/** Has the system wait until Batchyard has ended. The event is missing from the declaration of the type. */
function delay(event: unknown): void {
  if (typeof event !== 'object' || event === null || !('preventDefault' in event)) return
  if (typeof event.preventDefault === 'function') Reflect.apply(event.preventDefault, event, [])
}

async function ask(): Promise<'go-on' | 'quit' | 'stay'> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: 'Batchyard',
    message: 'A run is at work',
    detail:
      'It can go on without a window. If Batchyard quits, what is done is kept and the run can be resumed.',
    buttons: ['Let it go on', 'Quit', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  })
  return response === 0 ? 'go-on' : response === 1 ? 'quit' : 'stay'
}

/** Quits with the last window, except on macOS, and except while a run is at work. */
export function quitWithLastWindow(activity: Activity, openWindow: () => void): void {
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !activity.isBusy) app.quit()
  })
  app.on('activate', openWindow)
}
