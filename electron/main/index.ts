import { app, dialog } from 'electron/main'
import { registerAppScheme, serveInterface } from './app-protocol.ts'
import { registerDialogs } from './dialogs.ts'
import { createEngineProcess } from './engine.ts'
import { handOutPorts } from './engine-ports.ts'
import { logError } from './log.ts'
import { setMenu } from './menu.ts'
import { denyNavigation } from './navigation.ts'
import { denyPermissions } from './permissions.ts'
import { closeEngineOnQuit, quitWithLastWindow } from './quit.ts'
import { becomeOnlyInstance } from './single-instance.ts'
import { openWindow } from './window.ts'

// The desktop shell, from start to end. Nothing of the engine happens in this process.

if (becomeOnlyInstance(openWindowWhenReady)) beforeReady()
else app.quit()

function beforeReady(): void {
  app.enableSandbox()
  registerAppScheme()
  denyNavigation()
  // Not awaited: Electron becomes ready only once this module has been evaluated.
  app.whenReady().then(ready).catch(giveUp)
}

function ready(): void {
  serveInterface()
  denyPermissions()
  setMenu()

  const engine = createEngineProcess()
  registerDialogs()
  handOutPorts(engine)
  closeEngineOnQuit(engine)
  engine.start()

  quitWithLastWindow(openWindow)
  openWindow()
}

function openWindowWhenReady(): void {
  app.whenReady().then(openWindow).catch(giveUp)
}

function giveUp(error: unknown): void {
  logError('Batchyard could not start.', error)
  dialog.showErrorBox('Batchyard could not start', error instanceof Error ? error.message : String(error))
  app.exit(1)
}
