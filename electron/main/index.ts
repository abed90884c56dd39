import { app, dialog } from 'electron/main'
import { Activity } from './activity.ts'
import { registerAppScheme, serveInterface } from './app-protocol.ts'
import { prepareCommandLine, runCommandLine } from './command-line.ts'
import { isCommandLine } from './command-words.ts'
import { registerSettings } from './desktop-settings.ts'
import { copyDiagnostics, registerDiagnostics } from './diagnostics.ts'
import { registerDialogs } from './dialogs.ts'
import { endWhenDone } from './end-actions.ts'
import { createEngineProcess } from './engine.ts'
import { handOutPorts } from './engine-ports.ts'
import { keepLog, logError } from './log.ts'
import { setMenu } from './menu.ts'
import { denyNavigation } from './navigation.ts'
import { notifyOfEndedRuns } from './notifications.ts'
import { openFiles, openFilesOfSystem } from './opened-files.ts'
import { wordsOf } from './opened-words.ts'
import type { HandOver } from './opened-words.ts'
import { deliverCommands, sendCommand } from './page-commands.ts'
import { denyPermissions } from './permissions.ts'
import { stayAwakeWhileRunning, tellEngineOfSleep } from './power.ts'
import { askBeforeQuit, closeEngineOnQuit, quitWithLastWindow } from './quit.ts'
import { becomeOnlyInstance } from './single-instance.ts'
import { showProgress } from './task-bar.ts'
import { showTrayWithoutWindow } from './tray.ts'
import { followUpdates } from './updates.ts'
import { openWindow } from './window.ts'
import { followWorkerEnds } from './worker-processes.ts'

// The desktop shell, from start to end. Nothing of the engine happens in this process.

const own: HandOver = { words: wordsOf(process.argv, app.isPackaged), folder: process.cwd() }

if (isCommandLine(own.words)) {
  prepareCommandLine()
  whenReady(() => runCommandLine(own.words))
} else if (becomeOnlyInstance(own, takeSecondStart)) {
  beforeReady()
  whenReady(ready)
} else {
  app.quit()
}

function beforeReady(): void {
  keepLog(app.getPath('logs'))
  app.enableSandbox()
  registerAppScheme()
  denyNavigation()
  openFilesOfSystem()
}

function ready(): void {
  serveInterface()
  denyPermissions()

  const activity = new Activity()
  followWorkerEnds()
  const engine = createEngineProcess(activity)
  registerDialogs()
  registerDiagnostics(engine)
  handOutPorts(engine)
  deliverCommands()
  const settings = registerSettings()

  setMenu({ command: commandInWindow, openWindow, copyDiagnostics: () => void copyDiagnostics(engine) })
  showProgress(activity)
  stayAwakeWhileRunning(activity)
  tellEngineOfSleep(engine)
  notifyOfEndedRuns(activity, settings, (runId) => {
    openWindow()
    sendCommand({ type: 'show-run', runId })
  })
  endWhenDone(activity, settings, openWindow)
  showTrayWithoutWindow(activity, openWindow)
  followUpdates(settings, activity)

  askBeforeQuit(activity)
  closeEngineOnQuit(engine)
  quitWithLastWindow(activity, openWindow)

  engine.start()
  openWindow()
  void openFiles(own)
}

function commandInWindow(type: 'new-job' | 'choose-files' | 'choose-folders' | 'show-runs'): void {
  openWindow()
  sendCommand({ type })
}

function takeSecondStart(handOver: HandOver): void {
  whenReady(() => {
    openWindow()
    void openFiles(handOver)
  })
}

/** Not awaited by its caller: Electron becomes ready only once this module has been evaluated. */
function whenReady(go: () => void): void {
  app.whenReady().then(go).catch(giveUp)
}

function giveUp(error: unknown): void {
  logError('Batchyard could not start.', error)
  dialog.showErrorBox('Batchyard could not start', error instanceof Error ? error.message : String(error))
  app.exit(1)
}
