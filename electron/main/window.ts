import { join } from 'node:path'
import { app, BrowserWindow, dialog, nativeTheme } from 'electron/main'
import { desktopOrigin } from '../../shared/contract/desktop-bridge.ts'
import { logError } from './log.ts'

// The page's own background, so that nothing flashes while it loads.
const background = { light: '#ffffff', dark: '#18181b' }

/**
 * Opens the window, or brings the one there is to the front.
 *
 * Electron security checklist 2, 3, 4, 6, 8 to 11: what is left at its secure default is named all the same,
 * so that a change of Electron's default or of this file is seen.
 */
export function openWindow(): void {
  const [open] = BrowserWindow.getAllWindows()
  if (open !== undefined) {
    if (open.isMinimized()) open.restore()
    open.show()
    open.focus()
    return
  }
  const window = new BrowserWindow({
    name: 'main',
    title: 'Batchyard',
    width: 1_280,
    height: 800,
    minWidth: 900,
    minHeight: 600,
    windowStatePersistence: true,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    // macOS and Windows take the icon from the application itself.
    ...(process.platform === 'linux'
      ? { icon: join(import.meta.dirname, '../../resources/icons/512x512.png') }
      : {}),
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // The dictionaries would be fetched from the network.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  window.once('ready-to-show', () => window.show())
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason !== 'clean-exit') void offerReload(window, reason)
  })
  window.loadURL(`${desktopOrigin}/`).catch((error: unknown) => {
    logError('The interface could not be loaded.', error)
    dialog.showErrorBox(
      'Batchyard could not load its interface',
      'A file of the application is missing or damaged. Install Batchyard again.',
    )
    app.exit(1)
  })
}

/** The engine has lost nothing, so the page can be loaded again; asked first, so that it cannot loop. */
async function offerReload(window: BrowserWindow, reason: string): Promise<void> {
  if (window.isDestroyed()) return
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window stopped working',
    detail: `Runs go on and nothing is lost. The reason given was: ${reason}.`,
    buttons: ['Load window again', 'Quit Batchyard'],
    defaultId: 0,
    cancelId: 0,
  })
  if (response === 1) app.quit()
  else if (!window.isDestroyed()) window.webContents.reload()
}
